"""The five sources, pooling, choosing; deliberation: sessions, statements, votes, the agreed record. Empty yet."""
