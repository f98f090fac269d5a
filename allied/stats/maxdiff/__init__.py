"""MaxDiff (best-worst scaling): what matters most, from choices of the best and the worst of a few items at a time."""

from allied.stats.maxdiff.counts import maxdiff_counts
from allied.stats.maxdiff.logit import maxdiff_logit

__all__ = ["maxdiff_counts", "maxdiff_logit"]
