"""Feedback and its imports for programs: the same acts as the pages have."""
