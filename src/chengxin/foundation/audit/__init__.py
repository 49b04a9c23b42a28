"""审计: who did what, when and on whose behalf: every transaction that writes, every page that a member of staff read.

Keeps      one entry for each transaction of the internal database, bound to the entry before it; an index of its acts.
Promises   the entry stands in the transaction it tells of: either both or neither; nothing can be changed, left out
           or moved without `chengxin audit verify` naming the place; nobody is called “system”.
Refuses    content: an entry says what was touched, never what it said; addresses of visitors; words that were searched.
Start at   models.py, then keeping.py (how an entry comes to be) and checking.py (how it is verified).
"""
