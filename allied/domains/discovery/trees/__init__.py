"""Opportunity solution trees: outcome, opportunities, solutions, assumptions."""
