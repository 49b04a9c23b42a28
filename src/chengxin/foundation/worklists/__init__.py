"""工作清单: what people put on each other's lists and on their own, beside the steps of a matter.

Keeps      stars, circulations, urgings, handings to a colleague, consultations of other units, saved filters, batches.
Promises   nothing here widens sight: what is circulated or starred is shown only while its reader may see it; an urging
           is given once a day; each unit that is asked has a clock of its own; every act leaves its trace.
Refuses    to decide: a consultation changes nothing in the matter that it is about, and no batch harms anybody.
Start at   models.py, then operations.py.
"""
