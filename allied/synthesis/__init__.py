"""Arithmetic on what people wrote: vectors of texts, nearness, likely duplicates, sentiment. No Django, no network.

Import its modules inside functions, or in modules that are imported late: they bring numpy and weights.
"""
