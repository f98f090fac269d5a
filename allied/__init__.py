"""Allied: one workspace that UX teams and product managers share."""

__version__ = "0.1.0"
