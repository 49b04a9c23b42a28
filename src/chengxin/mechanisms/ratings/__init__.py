"""评价和评议: how those whom a matter served rate it, what becomes of a bad rating, public reviews of bodies.

Keeps      one rating for each finished matter, its words sealed; how a bad one was verified, put right and called
           back; reviews with their questions, invitations as digests, and what was counted.
Promises   a body never decides on a rating of its own work; a bad rating is put right within its days or goes to the
           head; of few ratings or ballots no share is told, of many with the interval in which it may well lie.
Refuses    to make a record or a lead of a rating; to know who took part in a review, or to link a ballot to an
           invitation; to count before a review is over.
Start at   models.py, then operations.py (bad ratings) and campaigns.py (reviews).
"""
