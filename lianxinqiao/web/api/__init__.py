"""The machines' door, by token. Empty yet: JSON for the city's other systems will live here."""
