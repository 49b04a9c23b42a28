"""规则调整: how people change a default, and how a running matter comes to another version of the rules.

Keeps      what was asked to be changed, by whom, why, and what a second person decided.
Promises   no edit without a reason and a second person; no law can be edited; no running matter changes its version
           unless a person moves it, with a reason; what a change would do to running matters is shown before.
Refuses    to show an administrator what matters are about: numbers and days only.
Start at   operations.py, then impact.py.
"""
