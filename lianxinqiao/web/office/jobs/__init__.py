"""Background work that gave up."""
