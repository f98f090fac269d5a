"""What `make` runs: the standard library alone, because it comes before anything is installed."""
