"""Full text over every node, alike on SQLite and PostgreSQL."""
