"""共享单位: who takes the data over, what it was told to stop sharing, and whether it did.

Keeps      registered consumers, how far each has pulled and applied the log, each answer as it came, what each owes
           for every end of what it had taken, and what was found when its own address was asked.
Promises   silence is never an answer: it becomes a deadline, then a letter and a matter that waits; an answer that is
           found untrue opens the matter again, with evidence; the pages that consumers read name opaque keys only.
Refuses    to tell what was published or of whom; to keep anything about citizens who read; to ask any address that
           no administrator registered.
Start at   models.py, then operations.py (registering, pulling, answering) and owing.py (what follows from an end).
"""
