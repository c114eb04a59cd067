"""Reads links and new lines; alone tells people upstream, once per real change. Empty yet."""
