"""`python -m allied.cli`, for the worker that `allied serve` starts, and for a clone without the launcher."""

from allied.cli.main import main

main()
