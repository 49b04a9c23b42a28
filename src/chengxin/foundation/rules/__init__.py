"""制度规则: the law as data, as this installation knows it.

Keeps      canonical snapshots of rulebooks under their hash, when each was loaded and for where, the approved edits of
           defaults; the calendar's notices.
Promises   a matter asks the rulebook that it began under; a snapshot is never changed and never dropped; what was known
           at a moment can be asked; an update of what is shipped keeps the edits on top.
Refuses    to interpret: the core reads and answers, this room stores and hands out; to know who may change a default.
Start at   models.py, then queries.py.
"""
