"""Set up a workspace, bring people in, say who does what."""

from __future__ import annotations
