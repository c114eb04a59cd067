"""The door anybody may open: residents and readers."""
