"""Usability problems, and what they hold back until somebody has fixed them."""
