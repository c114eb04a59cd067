"""Reads, checks and versions rule files; the working-day calendar."""
