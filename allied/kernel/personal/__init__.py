"""What a member keeps for themself: what they opened, their favorites, what they did and can take back."""
