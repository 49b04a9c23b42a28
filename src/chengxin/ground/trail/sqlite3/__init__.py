"""The engine sqlite3, watched."""
