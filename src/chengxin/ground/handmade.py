"""What no model can describe of the tables: said in the words of the engine, in steps of migrations.

Where a new database gets its tables straight from the models, these steps alone are taken, in their order.
"""

from django.db.migrations import RunPython


class MadeByHand(RunPython):
    """A step that makes or drops a table of its own and touches no other; taken before the models' tables are made."""


class SetByHand(RunPython):
    """A step that sets something on a table of a model as it is now; taken when all tables are made."""
