"""How the size of an opportunity reads: people with their range, importance and satisfaction, the opportunity score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from allied.domains.discovery.models import Opportunity, Period
from allied.kernel.thread.formula import Strength
from allied.kernel.words import _
from allied.web.charts.small import interval
from allied.web.formats import number

if TYPE_CHECKING:
    from allied.stats.prioritisation.opportunity import OpportunityScore

CONFIDENCE: Final = 0.8  # of every range of a size, as teams plan with them
_PEOPLE: Final = {
    Period.WEEK: _("%(n)s people a week"),
    Period.MONTH: _("%(n)s people a month"),
    Period.QUARTER: _("%(n)s people a quarter"),
    Period.YEAR: _("%(n)s people a year"),
    Period.EVER: _("%(n)s people in all"),
}


def people_words(opportunity: Opportunity, strength: Strength | None) -> str:
    """ "1,480 people a month (1,310 to 1,650)"; else how many people its evidence is from."""
    if opportunity.people is not None:
        likely = str(_PEOPLE[Period(opportunity.period)]) % {"n": number(opportunity.people)}
        low, high = number(opportunity.people_low or 0), number(opportunity.people_high or 0)
        return _("%(likely)s (%(low)s to %(high)s)", likely=likely, low=low, high=high)
    if strength and (heard := strength.people_for + strength.people_against):
        return _("Size not known, n %(n)s in its evidence", n=number(heard))
    return _("Size not known")


def score_of(opportunity: Opportunity) -> OpportunityScore | None:
    """Importance, satisfaction and the opportunity score with their ranges, or None where nobody was asked."""
    if opportunity.asked is None or opportunity.important is None or opportunity.satisfied is None:
        return None
    from allied.stats.prioritisation.opportunity import opportunity_score  # noqa: PLC0415  brings scipy

    return opportunity_score(opportunity.important, opportunity.satisfied, opportunity.asked, confidence=CONFIDENCE)


def ruler(score: OpportunityScore) -> Markup:
    """The score on its scale, with its range; the figures stand beside it."""
    return interval(score.score, score.lower, score.upper, axis=(0, 20))
