"""The figures of the reader's own area, every line opened."""
