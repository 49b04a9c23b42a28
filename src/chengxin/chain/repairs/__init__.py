"""信用修复: how a body that put things right is rid of its record, and how one that was wronged is made good.

Keeps      applications with their proof; the three effects of a repair, each with who must answer and when it did;
           what is owed to a body whose record was wrong.
Promises   no repair before its lawful day, refused with clause and arithmetic; a repair is called complete only when
           publication, sharing and every measure have ended and each side said so; a wrong record is made good in the
           scope in which it was told.
Refuses    to bring a record back: false proof revokes the repair, and is a new matter on an instrument of its own; to
           name a body in public because it was cleared (policy Q-29).
Start at   models.py, then operations.py; effects.py holds what must be answered, revoking.py what false proof leads to,
           redress.py the making good.
"""
