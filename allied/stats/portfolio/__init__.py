"""What fits: the most valuable set of items within a capacity, and how much it may cost to have chosen it."""

from allied.stats.portfolio.regret import portfolio_regret
from allied.stats.portfolio.select import portfolio_select

__all__ = ["portfolio_regret", "portfolio_select"]
