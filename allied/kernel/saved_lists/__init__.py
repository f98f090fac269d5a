"""Lists that people keep under a name: how a list was narrowed, ordered, grouped and laid out."""
