"""The article as a test: the rows, what they name, and that a broken mechanism no longer `works`."""
