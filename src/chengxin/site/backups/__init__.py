"""备份与恢复: a home as one file that can be checked, and back again; then what has ended since is replayed.

Start at taking.py, then restoring.py, then replaying.py.
"""
