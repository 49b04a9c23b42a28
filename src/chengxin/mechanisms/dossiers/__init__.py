"""公务员信用档案: the four lawful inputs about an official, the yearly opinion, and what the person can do about them.

Keeps      entries of closed lists from authorised suppliers, with document number and legal period; training and
           awards; yearly opinions; every look with purpose and organisation; notices to the person.
Promises   no number, no rank, no colour; nothing is looked at before the look is logged; an effect ends on its day by
           itself; each entry is told to the person, who sees all of it, who looked, and can object, correct, appeal.
Refuses    free text about persons, what the law forbids to collect, any other input, and the public zone.
Start at   models.py, then sources/entries.py (what may come in), looking.py (who may look), operations.py.
"""
