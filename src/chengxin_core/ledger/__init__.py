"""存证账本: what was published stays provable for ever, also when its content must be erased.

Keeps      the forms of the log: entries without content, salted commitments, the Merkle tree (RFC 6962
           and 9162), its tiles (C2SP tlog-tiles), signed checkpoints (C2SP tlog-checkpoint, signed-note),
           receipts and published directories, and how each is checked.
Promises   the same bytes for the same facts in any engine (RFC 8785); a receipt is checked without
           asking anybody; an entry does not tell what was published, nor of whom.
Refuses    to read files, clocks or random numbers: bytes, salts, seeds and times are given to it.
Start at   entry.py (what is logged), tree.py (how it is bound), then receipt.py (what a citizen holds).
"""
