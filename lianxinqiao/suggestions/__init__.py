"""What goes up: short suggestions, information reports, proposals; what came back. Empty yet."""
