"""信用主体: regions, the public bodies in them and their officials, through time.

Keeps      regions with stable ids (their codes move), bodies with every name they had, predecessors and
           successors; bodies of other provinces apart from ours; officials with sealed identities and their posts.
Promises   "which body is this, on that day?" has one answer, candidates with reasons, or none: never a guess.
Refuses    any other natural person; to show whom it has: an official is a code and a mask (identities.py).
Start at   models.py, then queries.body_on; operations.load_divisions and load_bodies fill the register.
"""
