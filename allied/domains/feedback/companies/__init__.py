"""The companies whose people tell something: named by feedback, known by their fields, merged where they are one."""
