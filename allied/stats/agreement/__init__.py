"""How far people agree: on categories, on scales, on which problems they find and on what comes first."""

from allied.stats.agreement.evaluators import any_two_agreement
from allied.stats.agreement.kappa import cohen_kappa, fleiss_kappa
from allied.stats.agreement.krippendorff import krippendorff_alpha
from allied.stats.agreement.overlap import rank_biased_overlap
from allied.stats.agreement.rankings import kendall_w, rank_correlation

__all__ = [
    "any_two_agreement",
    "cohen_kappa",
    "fleiss_kappa",
    "kendall_w",
    "krippendorff_alpha",
    "rank_biased_overlap",
    "rank_correlation",
]
