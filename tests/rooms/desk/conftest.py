"""The desk's tests know the trial kind."""

from tests.rooms.desk.trial import trial

__all__ = ["trial"]
