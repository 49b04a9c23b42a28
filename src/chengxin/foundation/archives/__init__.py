"""年度归档: closed case files of an organ are filed year by year, packed, handed over or appraised and destroyed.

Keeps      tables of scope and terms with who approved them, filings with their packages, appraisals with their lists.
Promises   nothing is filed but by an approved table; what is filed is read-only for everybody; a package made twice is
           the same to the byte, with a SHA-256 of each file; nothing is destroyed but past its term, by two named
           persons, from a list that is kept, and never while a hold stands.
Refuses    to file what is still open or is about a natural person; to show a package without a stated purpose.
Start at   models.py, then filing.py and packing.py.
"""
