"""Digests: one claim in a minute, and a product's claims week by week."""
