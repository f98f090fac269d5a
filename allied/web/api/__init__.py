"""The frame of the REST API: tokens, problems, pages, ETags. Routers live with their slices.

A slice's ``api.py`` makes a ``Router``, reads with its queries, writes with its actions, and answers through
``answers``. What it raises becomes a problem; it checks no permission itself.
"""

from allied.web.api.guard import ApiRequest

__all__ = ["ApiRequest"]
