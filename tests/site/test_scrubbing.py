"""Scrubbing on the command line: what it did, and who stands in its way."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from chengxin.site import scrubbing
from chengxin.site.commands import scrub


def test_tells_what_was_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "scrub", lambda: iter(["数据库 public: 已重写，不再含已删除的内容"]))

    assert CliRunner().invoke(scrub).output == "数据库 public: 已重写，不再含已删除的内容\n"


def test_tells_that_somebody_is_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def occupied() -> Iterator[str]:
        raise scrubbing.Occupied("数据库正被读写")
        yield

    monkeypatch.setattr(scrubbing, "scrub", occupied)

    run = CliRunner().invoke(scrub)

    assert run.exit_code == 1
    assert "数据库正被读写" in run.output
