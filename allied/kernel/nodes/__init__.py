"""Nodes: what can be linked, cited and found. See ``catalogue`` for the kinds."""
