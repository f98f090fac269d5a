"""Custom fields as pages: their settings, and what they hold for one object."""
