"""What somebody said would be done, by when, kept or not. Empty yet."""
