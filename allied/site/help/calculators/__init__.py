"""Calculators: one page for each of the methods that teams ask for most, linkable and without script."""
