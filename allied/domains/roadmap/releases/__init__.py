"""What reaches people together: items, notes, a checklist, a day, and the changelog."""
