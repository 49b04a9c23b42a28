"""留痕: who writes what, seen where every write passes: in the database connection, just before it commits.

Nothing has to remember to be traced. The connection of the internal database notes the table of each statement that
writes; operations add in words what was done (`note`); the door says on whose behalf (`acting_as`). At the commit all
of it is handed to the keeper that a room has plugged in, in the same transaction: either both stand or neither.
"""

from chengxin.ground.trail.doers import Doer, acting_as, acting_under, doer_now
from chengxin.ground.trail.watching import Act, Trail, Write, keepers, note, plug_keeper

__all__ = [
    "Act",
    "Doer",
    "Trail",
    "Write",
    "acting_as",
    "acting_under",
    "doer_now",
    "keepers",
    "note",
    "plug_keeper",
]
