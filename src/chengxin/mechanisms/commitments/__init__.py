"""承诺与合同台账: what public bodies owe by their own word, who answers for it today, and what came of it.

Keeps      promises of every kind with their versions, reviews, compensation, payments, and who took them over.
Promises   somebody answers at every instant, whoever leaves and whatever is merged; a day that passes becomes a lead
           the same night; what came of a promise is said by who did not make it, with evidence.
Refuses    an unlawful promise as broken; the excuses that the law forbids; a change without ground, power, procedure
           and compensation.
Start at   models.py, then operations.py, owners.py (who answers), watching.py (the night).
"""
