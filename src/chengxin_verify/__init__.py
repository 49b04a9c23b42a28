"""核验: check, without us and without Django, what the platform published.

Keeps      nothing, except the checkpoints it has seen when it is asked to.
Promises   reads a receipt, a directory or a URL, recomputes everything with chengxin_core.ledger alone, and
           says of each step whether it held.
Refuses    to trust keys that come with what is checked, without saying so.
Start at   cli.py; chengxin_core/ledger/check.py for what is checked.
"""
