"""保存与销毁: what the law no longer keeps is destroyed from a list that a named person approved, with a certificate.

Keeps      destruction lists with their certificates; legal holds with who set and lifted them, and on what ground.
Promises   nothing of a class is destroyed but from an approved list; not before its term; not while a hold stands, also
           when it was set after the approval; list, approval and destruction stand in the audit.
Refuses    to say what the destroyed records held; to destroy case files, which `archives` does (policy Q-28, T-63).
Start at   plugs.py (what a class of records is), then operations.py.
"""
