"""监督意见: what congresses, courts, procurators and auditors told a body, its answer, what came of it.

Keeps      every such opinion in one form: source, number, the day set, answer, result.
Promises   the body is told at once and answers by the day that the paper sets; the result is written by another organ.
Refuses    to make a record of an opinion: it may become a lead, which the competent organ verifies.
Start at   models.py, then operations.py.
"""
