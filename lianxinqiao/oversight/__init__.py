"""Coverage, visits, rounds, findings, notices, practice bases, exchange, meetings and tasks, the report. Empty yet."""
