"""Lists whose fields are declared once: each is then a column, a filter, a sort, a group and a cell of an export."""
