"""Year plan, scheme, steps, record, summary; attendance; joint work. Empty yet."""
