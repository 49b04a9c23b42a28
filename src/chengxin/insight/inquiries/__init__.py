"""诚信查询: one question with one lawful purpose about one subject or a list, and the least that answers it.

Keeps      every question before it is answered: who, in which post or by which program, what for, about whom, when; the
           answer; lists and their refused rows; registered programs; what looked unusual; figures of each quarter.
Promises   what lies outside the purpose changes nothing of the answer; the subject sees who asked, unless a law defers
           it to a day; an answer on paper can be checked by anybody; small numbers are never published.
Refuses    a purpose that the law does not list, one's own body and oneself, a role or organ that may not ask, and to
           decide: the answer says what stands, a person of the asking organ decides.
Start at   models.py, then operations.py (asking), standing.py (what a purpose may look at), screening.py (programs).
"""
