"""Messages to this person."""
