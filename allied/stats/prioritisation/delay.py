"""Cost of delay: what waiting costs, and in which order it costs least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from allied.stats import require
from allied.stats.errors import EmptySample, UnknownInput, WrongKind
from allied.stats.results import Estimate
from allied.stats.wording import figure, plural

KEYS = ("duration", "cost_of_delay")


@dataclass(frozen=True, kw_only=True)
class Wsjf(Estimate):
    """``wsjf``: relative cost of delay per unit of size; ``cost_of_delay``: the sum of its three parts."""

    headline: ClassVar[str] = "wsjf"

    cost_of_delay: float
    wsjf: float

    def in_words(self) -> str:
        return f"WSJF {figure(self.wsjf, 2)}: cost of delay {figure(self.cost_of_delay)} per unit of size."


@dataclass(frozen=True, kw_only=True)
class DelaySequence(Estimate):
    """The order in which waiting costs least.

    Attributes:
        order: job indexes from 0, first to last.
        delay_cost: cost of waiting in that order: each job costs its rate until it starts.
        delay_cost_reverse: the same in the opposite order, which is the costliest.
        delay_cost_given_order: the same in the order in which the jobs were given.
    """

    headline: ClassVar[str] = "delay_cost"

    order: tuple[int, ...]
    delay_cost: float
    delay_cost_reverse: float
    delay_cost_given_order: float

    def in_words(self) -> str:
        saved = self.delay_cost_given_order - self.delay_cost
        jobs = plural(len(self.order), "job")
        if not saved:
            return f"The given order of {jobs} already costs least: {figure(self.delay_cost)} in delay."
        return f"The best order of {jobs} costs {figure(self.delay_cost)} in delay, {figure(saved)} less than as given."


def wsjf(business_value: float, time_criticality: float, risk_reduction: float, job_size: float) -> Wsjf:
    """Which of several jobs to do first, from relative scores.

    Not for: adding up over teams that score on different scales, or jobs whose cost of delay is known in money
    (``cost_of_delay_sequence``).

    Formula: (business value + time criticality + risk reduction) / job size.

    Args:
        business_value, time_criticality, risk_reduction: relative scores of 0 or more, usually 1, 2, 3, 5, 8, 13, 20.
        job_size: relative size above 0.

    Raises:
        WrongKind: an input is not a number.
        OutOfRange: a score is negative, or the size is not above 0.

    Source: Leffingwell, D. (2011). Agile Software Requirements; after Reinertsen (2009). Weighted shortest job first.

    Example:
        >>> answer = wsjf(business_value=8, time_criticality=5, risk_reduction=3, job_size=5)
        >>> answer.cost_of_delay, answer.wsjf
        (16.0, 3.2)
    """
    parts = {"business_value": business_value, "time_criticality": time_criticality, "risk_reduction": risk_reduction}
    delay = sum(require.not_negative(name, value) for name, value in parts.items())
    return Wsjf(
        method="wsjf",
        n=None,
        cost_of_delay=delay,
        wsjf=delay / require.positive("job_size", job_size),
        no_interval="The inputs are relative scores without ranges.",
        citation="Reinertsen (2009), The Principles of Product Development Flow; Leffingwell (2011)",
    )


def cost_of_delay_sequence(jobs: Sequence[Mapping[str, Any]]) -> DelaySequence:
    """In which order a team that does one job at a time loses least by waiting.

    Not for: jobs that depend on each other, or several teams (``portfolio_select``), or value that expires at a date.

    Formula: highest cost of delay / duration first; cost = sum of each job's rate x the time until it starts.

    Args:
        jobs: one mapping per job: duration above 0, cost_of_delay per unit of the same time, 0 or more.

    Raises:
        EmptySample: there are no jobs.
        UnknownInput: a job lacks duration or cost_of_delay.
        WrongKind: a job is not a mapping, or a value is not a number.
        OutOfRange: a duration is not above 0, or a cost is negative.

    Source: Smith, W. E. (1956). Various optimizers for single-stage production. Naval Research Logistics Quarterly 3.

    Example:
        >>> rates = [(1, 10), (3, 3), (10, 1)]
        >>> answer = cost_of_delay_sequence([{"duration": time, "cost_of_delay": rate} for time, rate in rates])
        >>> answer.order, answer.delay_cost, answer.delay_cost_reverse
        ((0, 1, 2), 7.0, 160.0)
    """
    if isinstance(jobs, (str, bytes, Mapping)) or not isinstance(jobs, Sequence):
        raise WrongKind("jobs must be a list of jobs, each with duration and cost_of_delay.")
    if not jobs:
        raise EmptySample("jobs is empty; give at least one job.")
    read = [_job(place, job) for place, job in enumerate(jobs)]
    order = sorted(range(len(read)), key=lambda place: -Fraction(read[place][1]) / Fraction(read[place][0]))
    return DelaySequence(
        method="cost_of_delay_sequence",
        n=len(read),
        order=tuple(order),
        delay_cost=_delay_cost(read, order),
        delay_cost_reverse=_delay_cost(read, order[::-1]),
        delay_cost_given_order=_delay_cost(read, range(len(read))),
        no_interval="It is exact for the durations and rates given; those are not sampled.",
        citation="Smith (1956), Various optimizers for single-stage production; Reinertsen (2009), ch. 7",
    )


def _job(place: int, job: Mapping[str, Any]) -> tuple[float, float]:
    if not isinstance(job, Mapping):
        raise WrongKind(f"jobs[{place}] must have duration and cost_of_delay.")
    if missing := [key for key in KEYS if key not in job]:
        raise UnknownInput(f"jobs[{place}] needs duration and cost_of_delay; {', '.join(missing)} is missing.")
    duration = require.positive(f"jobs[{place}].duration", job["duration"])
    return duration, require.not_negative(f"jobs[{place}].cost_of_delay", job["cost_of_delay"])


def _delay_cost(read: Sequence[tuple[float, float]], order: Sequence[int]) -> float:
    elapsed = cost = 0.0
    for place in order:
        duration, rate = read[place]
        cost += rate * elapsed
        elapsed += duration
    return cost
