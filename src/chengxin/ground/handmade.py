"""Tables that no model can describe: made by the words of the engine."""

from django.db.migrations import RunPython


class MadeByHand(RunPython):
    """A step of a migration that makes or drops such a table, and touches no other.

    Where a new database gets its tables straight from the models, these steps alone are taken, in their order.
    """
