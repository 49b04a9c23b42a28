"""制度规则: the law as data, as this installation knows it.

Keeps      canonical snapshots of rulebooks and of the calendar under their hash.
Promises   a matter asks the rulebook that it began under; a snapshot that was used is never dropped.
Refuses    to interpret: the core reads and answers, this room stores and hands out.
Start at   models.py, then queries.py.
"""
