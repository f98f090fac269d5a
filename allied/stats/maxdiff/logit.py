"""MaxDiff by a multinomial logit: one utility per item that allows for the company in which it was shown."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from scipy.sparse.csgraph import connected_components
from scipy.special import logsumexp

from allied.stats import require
from allied.stats.errors import Undefined
from allied.stats.limits import z_quantile
from allied.stats.maxdiff.tasks import Tasks, read_tasks
from allied.stats.require import Floats
from allied.stats.results import Series
from allied.stats.wording import figure

STEPS = 100
SMALL_GRADIENT = 1e-10
SLACK = 1e-12


@dataclass(frozen=True, kw_only=True)
class BestWorstUtilities(Series):
    """Utility per item in the order of ``items``; ``lower`` and ``upper`` run in the same order.

    Attributes:
        utilities: item -> utility on the logit scale; they sum to 0.
        standard_errors: item -> standard error of its utility.
        shares: item -> chance to be chosen best if all items were shown together; they sum to 1.
        log_likelihood: of all best and worst choices.
    """

    headline: ClassVar[str] = "in_order"

    utilities: dict[Hashable, float]
    standard_errors: dict[Hashable, float]
    shares: dict[Hashable, float]
    log_likelihood: float

    @property
    def in_order(self) -> tuple[float, ...]:
        """The utilities alone, in the order of the items."""
        return tuple(self.utilities.values())

    def in_words(self) -> str:
        order = sorted(self.utilities, key=lambda item: -self.utilities[item])
        first, second, last = order[0], order[1], order[-1]
        lead = self.utilities[first] - self.utilities[second]
        return (
            f"{first} matters most and {last} least (n = {self.n} tasks). "
            f"{first} leads {second} by {figure(lead, 2)} on the logit scale."
        )


def maxdiff_logit(
    tasks: Sequence[Mapping[str, Any]], items: Sequence[Hashable], *, confidence: float = 0.95
) -> BestWorstUtilities:
    """What matters most to people as a whole, from their best and worst choices.

    Not for: groups that want different things (fit each group), or items that always win or always lose.

    Formula: best ~ softmax(u), worst ~ softmax(-u), both over all items shown; maximum likelihood, utilities sum to 0.

    Args:
        tasks: one mapping per task: shown (2 or more items), best, worst, and in all tasks or none: respondent.
        items: every item, each once and shown at least once.
        confidence: two-sided level of the intervals: allowing for several choices of one person where tasks name
            respondents (at least 5), else from the information matrix.

    Raises:
        EmptySample: there are no tasks.
        NotEnough: fewer than 2 items, a task shows fewer than 2, or an item is never shown.
        UnknownInput: a task lacks shown, best or worst, or only some name a respondent.
        Inconsistent: an item is unknown, doubled or not shown, or best and worst are the same.
        Undefined: some items win every comparison with the others, so their utility has no finite value.

    Source:
        Marley, A. A. J. & Louviere, J. J. (2005). Some probabilistic models of best, worst, and best-worst choices.
        J. Math. Psychol. 49(6). Existence of the estimate: Ford (1957), American Mathematical Monthly 64(8).

    Example:
        >>> from allied.stats import words
        >>> items = ["A", "B", "C"]
        >>> tasks = [{"shown": items, "best": best, "worst": worst} for best, worst in ("AC", "AB", "BC", "CA")]
        >>> words(maxdiff_logit(tasks, items))
        'A matters most and C least (n = 4 tasks). A leads B by 0.38 on the logit scale.'
    """
    level = require.confidence(confidence)
    read = read_tasks(tasks, items)
    _require_overlap(read)
    utilities = _fit(read)
    likelihood, rows, information = _model(read, utilities)
    errors = np.sqrt(np.diag(_covariance(read, rows, information)))
    margin = z_quantile(level) * errors
    return BestWorstUtilities(
        method="maxdiff_logit",
        n=len(read.best),
        utilities=_by_item(read, utilities),
        standard_errors=_by_item(read, errors),
        shares=_by_item(read, np.exp(utilities - logsumexp(utilities))),
        log_likelihood=likelihood,
        lower=tuple((utilities - margin).tolist()),
        upper=tuple((utilities + margin).tolist()),
        confidence=level,
        warnings=read.doubts(),
        citation="Marley & Louviere (2005), Some probabilistic models of best, worst, and best-worst choices",
    )


def _model(read: Tasks, utilities: Floats) -> tuple[float, Floats, Floats]:
    """Log-likelihood, its gradient per task (tasks x items), and the information matrix."""
    best, worst = read.choices()
    likelihood, rows = 0.0, np.zeros(read.shown.shape)
    information = np.zeros((len(read.items), len(read.items)))
    for sign, chosen in ((1.0, best), (-1.0, worst)):
        scores = np.where(read.shown, sign * utilities, -np.inf)
        log_chances = scores - logsumexp(scores, axis=1, keepdims=True)
        chances = np.exp(log_chances)
        likelihood += float(log_chances[chosen.astype(bool)].sum())
        rows += sign * (chosen - chances)
        information += np.diag(chances.sum(axis=0)) - chances.T @ chances
    return likelihood, rows, information


def _fit(read: Tasks) -> Floats:
    """Newton's method, each step halved until the likelihood does not fall; the likelihood is concave."""
    utilities = np.zeros(len(read.items))
    likelihood, rows, information = _model(read, utilities)
    for _ in range(STEPS):
        gradient = rows.sum(axis=0)
        if np.abs(gradient).max() < SMALL_GRADIENT * len(rows):
            return utilities
        step = _inverse(information) @ gradient
        while (found := _model(read, utilities + step))[0] < likelihood - SLACK * abs(likelihood):
            step = step / 2
        utilities, (likelihood, rows, information) = utilities + step, found
    raise Undefined("The utilities do not settle on these choices; some items may win nearly every comparison.")


def _require_overlap(read: Tasks) -> None:
    """Every split of the items must have wins both ways, else the likelihood has no maximum."""
    count = len(read.items)
    beats = np.zeros((count, count), dtype=np.bool_)
    for shown, best, worst in zip(read.shown, read.best, read.worst, strict=True):
        beats[best] |= shown
        beats[:, worst] |= shown
    groups, label = connected_components(beats, directed=True, connection="strong")
    if groups == 1:
        return
    unbeaten = next(group for group in range(groups) if not beats[np.ix_(label != group, label == group)].any())
    names = ", ".join(str(item) for item, group in zip(read.items, label, strict=True) if group == unbeaten)
    raise Undefined(
        f"No choice ever puts another item above {names}, so its utility has no finite value. "
        "Collect more choices, leave it out, or use maxdiff_counts."
    )


def _covariance(read: Tasks, rows: Floats, information: Floats) -> Floats:
    inverse = _inverse(information)
    scores = read.sum_by_person(rows)
    if scores is None:
        return inverse
    people = len(scores)
    result: Floats = inverse @ (scores.T @ scores) @ inverse * people / (people - 1)
    return result


def _inverse(information: Floats) -> Floats:
    """Inverse among utilities that sum to 0: the information says nothing about their common level."""
    level = np.full_like(information, 1 / len(information))
    result: Floats = np.linalg.inv(information + level) - level
    return result


def _by_item(read: Tasks, values: Floats) -> dict[Hashable, float]:
    return dict(zip(read.items, values.tolist(), strict=True))
