"""What to do first: scores (RICE, ICE, WSJF), RICE with honest ranges, and the cost of doing things late."""

from allied.stats.prioritisation.delay import cost_of_delay_sequence, wsjf
from allied.stats.prioritisation.lognormal import rice_lognormal, rice_probability_better
from allied.stats.prioritisation.opportunity import opportunity_score
from allied.stats.prioritisation.ranges import rice_range
from allied.stats.prioritisation.scores import ice, rice

__all__ = [
    "cost_of_delay_sequence",
    "ice",
    "opportunity_score",
    "rice",
    "rice_lognormal",
    "rice_probability_better",
    "rice_range",
    "wsjf",
]
