"""互动受理: where the public writes: what somebody sends without an account, and the talk that a receipt code opens.

Keeps      each message sealed, the files with nothing in them that tells of their maker, how the sender may be reached
           (sealed, opened for a stated purpose only), who opened it and what for.
Promises   nothing of who sends is asked, noted or logged: no account, no cookie, no address; the receipt code is shown
           once and kept as a keyed digest only; what was passed on leaves no copy here.
Refuses    to say what a message is about or who handles it: a room above plugs that in; to publish anything.
Start at   models.py, then operations.py; plugs.py says what a kind of message must answer.
"""
