"""How many matters each studio has, and one studio."""
