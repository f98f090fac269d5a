"""Elections among ideas: points (Borda), duels (Condorcet) and a whole order that respects the duels (Schulze)."""

from allied.stats.voting.borda import borda
from allied.stats.voting.duels import condorcet_winner, schulze

__all__ = ["borda", "condorcet_winner", "schulze"]
