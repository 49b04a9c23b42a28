"""见证: run by another organisation, it sees that the log only grows, and signs that it saw so.

Keeps      in a folder of its own: its key, of each log it follows the checkpoint it cosigned last, and the
           evidence where a log contradicted itself.
Promises   never two cosignatures that contradict each other, whenever it is killed and whoever asks at once;
           the statuses and bytes of C2SP tlog-witness and tlog-cosignature.
Refuses    to follow a log that it was not told of, to start from damaged state, to share its state with another
           process; to know anything about what is published.
Start at   service.py (what is answered); chengxin_core/ledger/witness.py for what may be cosigned.
"""
