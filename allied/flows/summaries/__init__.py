"""A pasted summary of a talk or meeting, turned into draft claims and what was said for them."""
