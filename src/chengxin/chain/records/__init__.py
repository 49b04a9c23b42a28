"""政务失信记录: what a public body was found to have failed to keep, and what became of it.

Keeps      every record, the instruments it rests on (one fact is one record), its severity, window and publication.
Promises   no record without an effective instrument and an item of the loaded list; nothing harms before it was served,
           heard and decided by a competent organ; what the law ends, ends on the earliest lawful day with its trace.
Refuses    to decide measures (consequences), objections and repairs; they move the record through its operations.
Start at   models.py, then operations.py; ends.py holds the ways in which a record ends.
"""
