"""惩戒与整改: what follows from a record: measures, each decided by its owner; putting right, ordered and verified.

Keeps      each measure with its clause, owner, notice, decision, application and lifting; each order to explain and
           mend with its milestones; each rung that lateness climbed.
Promises   no measure from outside the loaded list; none in force without a served notice, a hearing, its owner's
           decision and a record in force; none outlives its record; lateness climbs one rung at a time, each once.
Refuses    to decide for an owner: the credit organ proposes, hears and reminds.
Start at   models.py, then operations.py (measures), rectifying.py, ladder.py (lateness), ends.py.
"""
