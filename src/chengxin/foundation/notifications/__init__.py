"""消息: tells people on duty that something waits: in the inbox of the desk, and where they asked to be told.

Keeps      messages (kind, count, where to look), addresses of those who gave one, and how each dispatch went.
Promises   a message carries a count and a link, never a name, a title or a word of a matter; the same occasion tells
           nobody twice; what cannot be sent is tried again, and what stays undelivered is seen.
Refuses    an address that its owner did not confirm; to send what was read on the desk meanwhile.
Start at   plugs.py (what a channel is), then operations.py and sending.py.
"""
