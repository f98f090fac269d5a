"""What an agreement coefficient allows a team to do with the ratings."""

from allied.stats.limits import Spread, beside, no_spread
from allied.stats.results import Estimate
from allied.stats.wording import figure

FIRM = 0.800
TENTATIVE = 0.667


def reliability(name: str, result: Estimate, basis: str) -> str:
    """A coefficient in words, judged by its lower limit where it has one.

    Source:
        Krippendorff, K. (2004). Content Analysis, 2nd ed., section 11.4: conclude above .800, tentatively above .667.
    """
    judged = result.estimate if result.lower is None else result.lower
    return f"{name} {figure(result.estimate, 2)} {beside(result, basis)}. {_verdict(judged)}"


def _verdict(judged: float) -> str:
    if judged >= FIRM:
        return "The ratings agree enough to build on."
    if judged >= TENTATIVE:
        return "The ratings agree enough for tentative conclusions."
    return "Too little agreement to conclude from; clarify the categories."


def perfect(name: str) -> Spread:
    """Why complete agreement carries no interval."""
    return no_spread(
        f"All ratings agree; {name} then has an error of 0 on paper, which would claim too much certainty."
    )
