"""The people of the dossiers, to whom requests are addressed."""

from tests.rooms.dossiers.conftest import *  # noqa: F403
