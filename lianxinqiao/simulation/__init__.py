"""The city run through time by the same actions that the pages call."""
