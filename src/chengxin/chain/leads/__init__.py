"""问题线索: what was heard of a broken promise before, or without, an effective instrument.

Keeps      leads with their source and dates, among them what happened long ago, entered as history (历史补录); beside
           them cases of bodies of other provinces, which are no matters of ours.
Promises   a lead is never a record: asked to publish it, the answer is the clause and the arithmetic of the refusal;
           history starts no clock and is shown to nobody but the organ.
Refuses    to verify: the superior or competent department does (policy N-23).
Start at   models.py, then publishing.py.
"""
