"""信用主体: regions and the public bodies in them, through time.

Keeps      regions with stable ids (their codes move), bodies with every name they had, predecessors and
           successors; bodies of other provinces apart from ours.
Promises   "which body is this, on that day?" has one answer, candidates with reasons, or none: never a guess.
Refuses    natural persons: a post stands for its holder.
Start at   models.py, then queries.body_on; operations.load_divisions and load_bodies fill the register.
"""
