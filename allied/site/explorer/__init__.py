"""The thread explorer: any object as center, both ways; the way between two; why; what lacks what."""
