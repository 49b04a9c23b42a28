"""历史补录: records of dishonesty from before this platform, brought in from spreadsheets with their days as they were.

Keeps      batches, which row of which batch became which record, and the refused rows under seal.
Promises   nobody is timed, reminded or counted by an entry, and nothing of it is public by itself; its lawful end is
           computed when it is entered; the same file twice changes nothing; a batch of which nothing was used is
           withdrawn whole, by a named person with a reason, and leaves its trace.
Refuses    to publish: what is not past its lawful end goes the ordinary way of a record, from its beginning.
Start at   models.py, then taking_in.py.
"""
