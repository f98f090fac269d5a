"""What decisions and items are said to change, and what came of it."""
