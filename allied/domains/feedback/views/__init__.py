"""The pages of feedback: the inbox, one item, and the way in by file."""
