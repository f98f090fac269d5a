"""The pages and posts that every registered list shares."""
