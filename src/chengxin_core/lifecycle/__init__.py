"""生命周期: the states of each kind of matter and the moves between them, as tables.

Keeps      one table a kind: who may make which move, from where to where, on what clause, and whether it harms.
Promises   there is no path that the table does not show; every end state can be reached; nothing leaves an end.
Refuses    numbers, time limits and citations' wording: those are rulebooks'; here stand only rule ids.
Start at   table.py, then records.py.
"""
