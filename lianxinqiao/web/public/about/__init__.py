"""Help, privacy, accessibility."""
