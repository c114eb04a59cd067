"""Django's SQLite engine with one change: the writers of a process wait in line."""
