"""期限: clocks that start from a delivery or a move, never from a page view.

Keeps      each running or ended deadline, what it was counted from, which rungs were fired.
Promises   a due day is a projection by one function, recomputable at any time; "overdue" is a query; a rung fires once.
Refuses    to know what being late brings about: rooms above plug effects in.
Start at   models.py, then operations.py.
"""
