"""One small world for every test here."""

from pathlib import Path

import pytest
from tests.access.world import World, build
from tests.rooms.desk.trial import trial

from chengxin.foundation.matters.plugs import MatterKind

__all__ = ["trial"]


@pytest.fixture
def world(trial: MatterKind, monday: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    (tmp_path / "files").mkdir()
    return build()
