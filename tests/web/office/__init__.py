"""The office door."""
