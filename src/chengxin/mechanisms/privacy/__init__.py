"""个人信息保护: what a person may ask of the own information, breaches, impact assessments (policy T-57 … T-59).

Keeps      requests of officials: which right, what was stated, how identity was made sure, what was decided and why;
           those of other persons at the counter, with who asked sealed, and every look at it;
           breaches with what was done and who was told; what a body does with information, and how it was assessed.
Promises   the competent organ answers within its clock, by a document; a refusal gives reasons and a remedy; nobody
           asks about anybody else; what was granted is done in the same transaction.
Refuses    the public zone; to say whether somebody is known where identity does not fit; names and numbers in reasons.
Start at   models.py, then operations.py (requests), persons.py (the counter) and breaches.py, assessing.py.
"""
