"""Custom fields: what a workspace wants to know of its objects besides what every workspace does."""
