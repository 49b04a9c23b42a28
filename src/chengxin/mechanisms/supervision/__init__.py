"""投诉处理: complaints of broken promises: who verifies, what was found and answered, how the sender judged it.

Keeps      every complaint with its channel, its answers and why one was held back, reminders, who may say 督办; the
           model that an installation has trained on its own complaints, in its home (and in its backups).
Promises   who handles a complaint is superior to the body or competent by law, never the body itself; proposals show
           the words that they rest on, a person confirms; an answer that says nothing goes out after a second look
           only; nothing of a complaint is public, and no record rests on one.
Refuses    complaints about a person's breach of discipline: the channel is named, it is passed on once, no copy stays;
           to show the body complained of anything that the sender wrote; to use a torn or altered model.
Start at   models.py, then operations.py and findings.py; receiving.py begins one, senders.py is what its sender may do.
"""
