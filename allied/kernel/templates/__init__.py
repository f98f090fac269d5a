"""Templates: what a new object of a kind may start from, with a default for each kind."""
