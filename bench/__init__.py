"""Measurements: what Allied promises of its speed and its error rates, each runnable on its own."""
