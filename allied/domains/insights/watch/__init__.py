"""Contradiction watch: new evidence near a published claim is offered; a person says what it means."""
