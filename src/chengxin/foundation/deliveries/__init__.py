"""送达: how a document reached its addressee, and the proof of it.

Keeps      each delivery: addressee, channel, day, receipt; who agreed to electronic service, until when.
Promises   the clock of the other side starts here and nowhere else; without a proof of service nothing follows.
Refuses    to send what was not issued, and electronically to whom did not agree before.
Start at   operations.py.
"""
