"""岗位权限: who people are, which posts they hold, and what they may therefore see.

Keeps      users and their mandates (person, role, scope, from, until).
Promises   one filter, `visible_to`, answers for lists, pages, search, counts, exports and feeds alike; the scope is
           an argument, never ambient.
Refuses    to know what a matter is: it is given the columns that say whose it is.
Start at   models.py, then sight.py.
"""
