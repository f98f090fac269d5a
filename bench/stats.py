"""What the statistics promise of their speed and their error rates: ``python -m bench.stats``.

Prints one line per measurement with its limit, and exits with 1 when one is missed. Every simulation is seeded.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable
from time import perf_counter

import numpy as np

from allied.stats import (
    asymptotic_confidence_sequence,
    bayesian_ab_binomial_exact,
    change_point,
    msprt_normal,
    normal_mixture_boundary,
    nps_ci,
    nps_score,
)

SEED = 2026
ALPHA = 0.05

Measure = tuple[str, Callable[[], float], str, float]
"""What is measured, how, and the limit it must keep: <= or >=."""


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest run: the one least disturbed by other work on the machine."""

    def once() -> float:
        began = perf_counter()
        work()
        return perf_counter() - began

    return min(once() for _ in range(times))


def import_seconds() -> float:
    """``import allied.stats`` in a fresh interpreter."""
    timed = "from time import perf_counter as now; began = now(); import allied.stats; print(now() - began)"
    return min(float(subprocess.check_output([sys.executable, "-c", timed])) for _ in range(5))


def nps_passes() -> float:
    """NPS with interval on ten million ratings, in numpy passes that count them (``bincount``)."""
    return _nps_against(lambda ratings: np.bincount(ratings, minlength=11))


def nps_comparisons() -> float:
    """The same, in bare comparisons of all ratings with one number: as little as a pass can do."""
    return _nps_against(lambda ratings: np.count_nonzero(ratings >= 9))


def resample_seconds() -> float:
    """Ten thousand draws of a change point in a year of days, vectorised."""
    values = np.random.default_rng(SEED).normal(size=365)
    return best_of(3, lambda: change_point(values, draws=10_000))


def exact_probability_seconds() -> float:
    """The exact Bayesian comparison of two arms with a million people each."""
    return best_of(3, lambda: bayesian_ab_binomial_exact(49_900, 1_000_000, 50_100, 1_000_000))


def false_alarms_of_msprt(runs: int = 2000, people: int = 2000) -> float:
    """Share of experiments without an effect that mSPRT ever calls, looked at after every pair of people."""
    differences = np.random.default_rng(SEED).normal(scale=np.sqrt(2), size=(runs, people)).cumsum(axis=1)
    sizes = np.arange(1, people + 1)
    margins = np.array([msprt_normal(0, n, 1, 0.3, confidence=1 - ALPHA).upper for n in sizes.tolist()])
    return float((np.abs(differences / sizes) > margins).any(axis=1).mean())


def false_alarms_of_mixture(runs: int = 2000, steps: int = 4000) -> float:
    """Share of driftless random walks that ever leave the normal-mixture boundary."""
    sums = np.random.default_rng(SEED).normal(size=(runs, steps)).cumsum(axis=1)
    boundary = np.array([normal_mixture_boundary(v, ALPHA, 500).boundary for v in range(1, steps + 1)])
    return float((np.abs(sums) > boundary).any(axis=1).mean())


def false_alarms_of_sequence(runs: int = 1000, people: int = 4000, first_look: int = 100) -> float:
    """Share of skewed experiments without an effect that the confidence sequence ever calls, from 100 per group on."""
    random = np.random.default_rng(SEED)
    sizes = np.arange(1, people + 1)
    widths = [_unit_width(n) for n in range(first_look, people + 1)]
    called = 0
    for _ in range(runs):
        one, two = random.exponential(size=(2, people))
        means, variances = zip(*(_running(arm, sizes) for arm in (one, two)), strict=True)
        margins = np.sqrt((variances[0] + variances[1]) / sizes)[first_look - 1 :] * widths
        called += bool((np.abs(means[1] - means[0])[first_look - 1 :] > margins).any())
    return called / runs


def false_alarms_of_peeking(runs: int = 2000, people: int = 2000) -> float:
    """The same experiments as mSPRT's, read as if every look were the only one: what the others protect from."""
    differences = np.random.default_rng(SEED).normal(scale=np.sqrt(2), size=(runs, people)).cumsum(axis=1)
    z = differences / np.sqrt(2 * np.arange(1, people + 1))
    return float((np.abs(z) > 1.959964).any(axis=1).mean())


def nps_coverage() -> float:
    """Least exact coverage of the NPS interval at n = 10, populations in steps of 5% with all three kinds."""
    from allied.stats.tests.coverage import compositions, trinomial_coverage  # noqa: PLC0415 (tests are not installed)

    samples, populations = compositions(10), compositions(20) / 20
    limits = np.array([(answer.lower, answer.upper) for answer in (nps_ci(*map(int, row)) for row in samples)])
    return float(trinomial_coverage(samples, limits, populations[populations.min(axis=1) > 0]).min())


def _nps_against(one_pass: Callable[[np.ndarray], object]) -> float:
    ratings = np.random.default_rng(SEED).integers(0, 11, 10_000_000)
    # In turns, so that other work on the machine disturbs both alike.
    turns = [(best_of(1, lambda: nps_score(ratings)), best_of(1, lambda: one_pass(ratings))) for _ in range(12)]
    ours, theirs = zip(*turns, strict=True)
    return min(ours) / min(theirs)


def _unit_width(n: int) -> float:
    """The sequence's margin in standard errors of the difference, with n per group."""
    return asymptotic_confidence_sequence(0, 1, n, 0, 1, n, alpha=ALPHA).upper / np.sqrt(2 / n)


def _running(arm: np.ndarray, sizes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance (n - 1) after each person."""
    means = arm.cumsum() / sizes
    squares = (arm**2).cumsum()
    return means, (squares - sizes * means**2) / np.maximum(sizes - 1, 1)


MEASURES: tuple[Measure, ...] = (
    ("import allied.stats, seconds", import_seconds, "<=", 0.3),
    ("NPS of 10 million ratings, counting passes", nps_passes, "<=", 1.5),
    ("NPS of 10 million ratings, bare comparisons", nps_comparisons, "<=", 3.0),
    ("change point, 10,000 draws of 365, seconds", resample_seconds, "<=", 3.0),
    ("exact Bayes, a million people an arm, seconds", exact_probability_seconds, "<=", 0.1),
    ("false alarms, mSPRT, every look", false_alarms_of_msprt, "<=", ALPHA),
    ("false alarms, normal mixture, every look", false_alarms_of_mixture, "<=", ALPHA),
    ("false alarms, confidence sequence, every look", false_alarms_of_sequence, "<=", ALPHA),
    ("false alarms, fixed test read at every look", false_alarms_of_peeking, ">=", 0.2),
    ("NPS coverage at n = 10, least", nps_coverage, ">=", 0.93),
)


def report(measures: Iterable[Measure]) -> int:
    """Run and print every measurement; 0 when all limits hold."""
    missed = 0
    for name, measure, sign, limit in measures:
        value = measure()
        holds = value <= limit if sign == "<=" else value >= limit
        missed += not holds
        print(f"{'ok  ' if holds else 'MISS'} {name:<48} {value:10.4f}  {sign} {limit:g}", flush=True)
    return 1 if missed else 0


def main() -> int:
    """Speed and error rates of estimates; 0 when all limits hold."""
    return report(MEASURES)


if __name__ == "__main__":
    sys.exit(main())
