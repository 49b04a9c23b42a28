"""A home of its own for every test that writes a log, and a place of publication that remembers."""

from pathlib import Path

import pytest

from chengxin.foundation.transparency import contents, plugs
from chengxin.ground import signer
from chengxin.ground.home import Home


@pytest.fixture(autouse=True)
def nobody_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No party of the invented matters is a person, unless a test says so."""
    monkeypatch.setattr(plugs, "_names", {})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An installation that has the log's key and no log yet."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    here = Home(tmp_path)
    here.prepare()
    signer.make_log_key(here, origin="chengxin.example/log")
    return here


class Notebook:
    """A sink that writes down what it was told."""

    def __init__(self) -> None:
        self.told: list[contents.Change] = []
        self.calls: list[tuple[int, int]] = []

    def apply(self, first: int, end: int) -> None:
        self.calls.append((first, end))
        self.told += contents.changes(first, end)


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Notebook:
    """The only sink there is."""
    book = Notebook()
    monkeypatch.setattr(plugs, "_sinks", {"notebook": plugs.Sink("notebook", "笔记", book.apply)})
    return book
