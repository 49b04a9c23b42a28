"""建议提案: what deputies and CPPCC members ask for, who answers, by when, and whether what was planned came about.

Keeps      suggestions and proposals with every answer and what the proposer said of it; who proposed is sealed.
Promises   an answer "planned" is a promise in the ledger with target and day the moment its head signs it, and the
           matter stays open until it is answered again with what came of that.
Refuses    an answer without the head's signature; "unsatisfied" without reasons; "done" against the ledger.
Start at   models.py, then operations.py, answering.py (answers, signature, feedback).
"""
