"""The departments' door, by link or account. Empty yet: referring a concern to a department will live here."""
