"""Scores computed from facts by the rulebook, rehearsal, objections, a meeting's decision. Empty yet."""
