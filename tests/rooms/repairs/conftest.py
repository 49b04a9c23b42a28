"""A home with the log's key, and one place of publication that remembers what it was told to show."""

from pathlib import Path

import pytest
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.transparency import contents, plugs
from chengxin.ground import ciphers, keys, signer
from chengxin.ground.home import Home, current
from chengxin_core.ledger.entry import Entry

__all__ = ["papers_are_not_printed"]


class Board:
    """A place of publication: what it shows now, by key."""

    def __init__(self) -> None:
        self.shown: dict[str, bytes] = {}

    def apply(self, first: int, end: int) -> None:
        for change in contents.changes(first, end):
            key = Entry.from_bytes(change.entry).key
            if change.content is None:
                self.shown.pop(key, None)
            else:
                self.shown[key] = change.content


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation that has its keys and no log yet."""
    before = current()
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    here = Home(tmp_path)
    here.prepare()
    for name in keys.registered(before):  # what was sealed before this home was made stays readable in it
        keys.keep_key(here, name, keys.read_key(before, name))
    keys.make_key(here, ciphers.SEALING_KEY)
    signer.make_log_key(here, origin="chengxin.example/log")
    return here


@pytest.fixture
def board(home: Home, monkeypatch: pytest.MonkeyPatch) -> Board:
    """The only place of publication there is."""
    there = Board()
    monkeypatch.setattr(plugs, "_sinks", {"board": plugs.Sink("board", "公示栏", there.apply)})
    return there
