"""Kano: what a feature does for people, from the pair "how if it is there" and "how if it is not"."""

from allied.stats.kano.categories import kano_category, kano_classify
from allied.stats.kano.coefficients import kano_coefficients, kano_continuous

__all__ = ["kano_category", "kano_classify", "kano_coefficients", "kano_continuous"]
