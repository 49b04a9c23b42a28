"""登录与安全: how somebody proves who they are, from where they are signed in, and what was tried at the door.

Keeps      the log of sign-ins, the devices that are signed in, counters of failed attempts, the age of passwords.
Promises   a stranger's wrong guesses lock out the stranger, not the owner; whoever must use a second factor reaches
           nothing without it; an ended device is out with its next request.
Refuses    to open an account to anybody: accounts are given by an office; to keep what was typed where no account
           answers to it; to know what a matter is.
Start at   models.py, then adapters.py (what the sign-in library asks) and guard.py (what every request meets).
"""
