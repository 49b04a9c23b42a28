"""公示与存证: what leaves the house, how it is proved, and how it ends.

Keeps      release reviews; what was published, its versions with content and salt until they are destroyed;
           the log's entries, from queue to number; how far each place of publication has followed.
Promises   nothing is published without a passed review by somebody who is not its author; no person's name,
           number or telephone leaves; the entry is queued in the transaction of the move; a withdrawal
           destroys content and salt; no signed checkpoint is ever contradicted, whenever the process dies.
Refuses    to show anything: places of publication (sinks) are plugged in, and read `contents.py` only.
Start at   operations.py (publish, correct, mark, withdraw), then sequencer.py.
"""
