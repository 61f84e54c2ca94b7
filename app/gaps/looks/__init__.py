"""How heads came to look where they looked, and what an answer was made of."""
