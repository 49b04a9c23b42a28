"""数据交换: files in and out.

Keeps      nothing of its own: files become rows here, `chain/evidence` keeps what they say.
Promises   every row ends as kept, duplicate or refused with a reason; refused rows come back as a file to mend; the
           same file twice changes nothing; a killed import resumes.
Refuses    to judge a row: that is its source's (`chain/evidence/sources`).
Start at   operations.py, then commands.py and views.py.
"""
