"""异议申请: what a body says is wrong about its record, and what the organ answers within three or seven working days.

Keeps      every objection with its ground, what the supplier said, what was changed, and why.
Promises   an accepted objection is marked on the public record at once and until it is decided; what was wrong leaves
           the public in the same act in which it is found to be wrong; nobody fares worse for having objected.
Refuses    to mend a record by itself: it asks `records`; to wait for the service of its decision where that favours
           the body: three working days bind the outcome, not the paper.
Start at   models.py, then operations.py; deciding.py holds the three ways in which an objection is decided.
"""
