"""公示网站: the public pages, search, feed and proofs: a function of the log and of what is in force.

Keeps      what is in force as it was published, pages rendered when it was applied, the search index, and of
           what ended: key, day and ground.
Promises   every page has its JSON; no cookie, no script that is needed, nothing from another host; when a
           publication ends, its pages answer 410 and no byte of it stays in the public database.
Refuses    to know the internal side: it imports the core alone and is told everything by `operations.apply`.
Start at   operations.py (apply), rendering.py, front.py (the answering).
"""
