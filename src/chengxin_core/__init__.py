"""诚信核心: the law of government integrity as pure functions and values.

Keeps      closed lists, dated rules, the calendar, lifecycles, determinations, the ledger, names of bodies.
Promises   no Django, no database, no files, no network, no clock: bytes and dates in, values out; anyone can
           install it alone and rerun every answer at home.
Refuses    to decide: it proposes, with reasons; the competent organ decides.
Start at   vocabulary.py, then the package of the question you have.
"""
