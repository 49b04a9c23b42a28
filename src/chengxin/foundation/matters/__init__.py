"""事项: how anything moves. One concrete table for every kind of matter, one function that moves it.

Keeps      matters, every move they made, what was attached to them.
Promises   a move is one conditional update on (state, version); what harms somebody has a decider and a time; an
           organ never handles itself; what follows from a state happens in the same transaction.
Refuses    to know any kind: rooms above plug theirs in (`plugs.py`) from their `kinds.py`.
Start at   models.py, then operations.py, then plugs.py.
"""
