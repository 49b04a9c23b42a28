"""文书种类: one pure function for each kind of document in the life of a record.

Keeps      the wording of each kind and the order of its parts.
Promises   who is notified is told the remedies: without them the document is refused (`RemediesMissing`).
Refuses    to know a number of the law: limits, clauses and remedies are passed in as the rulebook words them.
Start at   issue.py, then records.py, rectification.py, ends.py, service.py.
"""
