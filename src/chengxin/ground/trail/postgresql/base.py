"""Django looks for an engine's connection here."""

from django.db.backends.postgresql import base

from chengxin.ground.trail.watching import WatchedConnection


class DatabaseWrapper(WatchedConnection, base.DatabaseWrapper):
    """A connection of the internal database that sees what is written through it."""
