from collections.abc import Callable
from typing import Any

import pytest
from tests.publishing import (
    FEB_2,
    later,
    make_body,
    make_matter,
    make_publication,
    make_review,
    record_body,
)
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.transparency import contents, fsck, sequencer
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Log, LogEntry, PublicationVersion, SinkProgress
from chengxin.foundation.transparency.operations import correct, mark, withdraw
from chengxin.foundation.transparency.queries import everywhere, waiting_for
from chengxin.foundation.transparency.sequencer import LogContradicted, run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin_core.ledger.checkpoint import open_checkpoint
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.tree import root_hash
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


def tell_a_story() -> None:
    """Publish two records, mark and correct one, withdraw the other: five entries."""
    one, other = make_publication(), make_publication(make_matter(make_body("示范市水务局", 2)))
    mark(publication=one, at=later(1))
    correct(
        publication=one,
        body=record_body(one.matter),
        why="金额有误",
        review=make_review(one.matter, at=later(2)),
        at=later(2),
    )
    withdraw(
        publication=other,
        ground=Ground.REVERSED,
        clauses=["C-55"],
        decided_by_role="credit_head",
        at=later(3),
    )


def signed_root(home: Home) -> tuple[int, bytes]:
    return sequencer.standing(LogFiles.of(home), signer.log_key(home))


def entries_in_order() -> list[bytes]:
    return [bytes(data or b"") for data in LogEntry.objects.order_by("index").values_list("data", flat=True)]


class TestOneRun:
    def test_signs_the_root_of_all_entries(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()

        done = run_sequencer(at=later(4))

        assert (done.numbered, done.size) == (5, 5)
        assert signed_root(home) == (5, root_hash(entries_in_order()))

    def test_links_every_entry_to_the_one_it_supersedes(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()

        run_sequencer(at=later(4))

        entries = [Entry.from_bytes(data) for data in entries_in_order()]
        assert [entry.supersedes for entry in entries] == [None, None, 0, 2, 1]

    def test_tells_a_sink_where_each_key_stands(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()

        run_sequencer(at=later(4))

        told = {change.index: change.content is not None for change in notebook.told}
        assert told == {3: True, 4: False}

    def test_leaves_a_log_without_fault(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()

        run_sequencer(at=later(4))

        assert fsck.first_fault() is None

    def test_changes_nothing_the_second_time(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()
        run_sequencer(at=later(4))
        before = signed_root(home)

        done = run_sequencer(at=later(5))

        assert (done.numbered, done.applied) == (0, 0)
        assert signed_root(home) == before
        assert notebook.calls == [(0, 5)]

    def test_continues_what_was_signed(self, home: Home, notebook: Notebook) -> None:
        publication = make_publication()
        run_sequencer(at=FEB_2)
        earlier = open_checkpoint(
            LogFiles.of(home).checkpoint() or b"", [signer.log_key(home).verifier_key]
        ).checkpoint
        mark(publication=publication, at=later())

        run_sequencer(at=later())

        assert earlier.root == root_hash(entries_in_order()[:1])
        assert signed_root(home) == (2, root_hash(entries_in_order()))

    def test_grows_over_several_tiles(
        self, home: Home, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sequencer, "MOST_ENTRIES_AT_ONCE", 100)
        publication = make_publication()
        for number in range(299):
            (mark if number % 2 == 0 else _unmark)(publication=publication, at=FEB_2)

        run_sequencer(at=FEB_2)

        assert signed_root(home) == (300, root_hash(entries_in_order()))
        assert fsck.first_fault() is None
        assert notebook.calls == [(0, 100), (100, 200), (200, 300)]


def _unmark(**words: Any) -> None:
    from chengxin.foundation.transparency.operations import unmark

    unmark(**words)


class TestEverywhere:
    def test_is_said_when_every_sink_has_answered(self, home: Home, notebook: Notebook) -> None:
        publication = make_publication()
        assert not everywhere(publication)

        run_sequencer(at=FEB_2)

        assert everywhere(publication)

    def test_is_not_said_while_the_end_is_on_its_way(self, home: Home, notebook: Notebook) -> None:
        publication = make_publication()
        run_sequencer(at=FEB_2)

        mark(publication=publication, at=later())

        assert not everywhere(publication)
        assert waiting_for(publication) == ["笔记"]

    def test_is_not_said_when_a_sink_fails(
        self, home: Home, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publication = make_publication()
        monkeypatch.setattr(contents, "changes", _die)

        with pytest.raises(ProcessDied):
            run_sequencer(at=FEB_2)

        assert not everywhere(publication)


class ProcessDied(BaseException):
    """Stands for kill -9: nothing may catch it."""


def _die(*args: Any, **words: Any) -> None:
    raise ProcessDied


class DiesAtStep:
    """Lets so many writes pass and dies before the next."""

    def __init__(self, step: int) -> None:
        self.left = step

    def wrap(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*args: Any, **words: Any) -> Any:
            if self.left == 0:
                raise ProcessDied
            self.left -= 1
            return write(*args, **words)

        return dying


class TestDeath:
    @pytest.mark.parametrize("step", range(8))
    def test_between_any_two_writes_loses_and_doubles_nothing(
        self, step: int, home: Home, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tell_a_story()
        death = DiesAtStep(step)
        with monkeypatch.context() as patch:
            patch.setattr(LogFiles, "_write", death.wrap(LogFiles._write))
            patch.setattr(sequencer, "number_queued_entries", death.wrap(sequencer.number_queued_entries))
            patch.setattr(SinkProgress, "save", death.wrap(SinkProgress.save))
            with pytest.raises(ProcessDied):
                run_sequencer(at=later(4))

        run_sequencer(at=later(5))

        assert signed_root(home) == (5, root_hash(entries_in_order()))
        assert fsck.first_fault() is None
        assert everywhere(LogEntry.objects.earliest("pk").publication)


class TestFsck:
    def test_names_a_changed_entry(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()
        run_sequencer(at=later(4))
        entry = LogEntry.objects.get(index=2)
        LogEntry.objects.filter(index=2).update(data=bytes(entry.data or b"").replace(b"marked", b"Marked"))

        assert "第 2 条" in (fsck.first_fault() or "")

    def test_names_a_changed_tile(self, home: Home, notebook: Notebook) -> None:
        tell_a_story()
        run_sequencer(at=later(4))
        tile = LogFiles.of(home).root / "tile/0/000.p/5"
        tile.write_bytes(bytes(32) + tile.read_bytes()[32:])

        assert "tile/0/000.p/5" in (fsck.first_fault() or "")

    def test_names_content_that_is_not_what_was_committed_to(self, home: Home, notebook: Notebook) -> None:
        make_publication()
        run_sequencer(at=FEB_2)
        PublicationVersion.objects.update(content=b'{"title":"x"}')

        assert "与承诺值不符" in (fsck.first_fault() or "")

    def test_finds_no_fault_in_a_log_that_has_yet_to_begin(self, home: Home) -> None:
        assert fsck.first_fault() is None

    def test_finds_no_fault_while_an_end_waits_for_its_number(self, home: Home, notebook: Notebook) -> None:
        publication = make_publication()
        run_sequencer(at=FEB_2)
        withdraw(
            publication=publication,
            ground=Ground.EXPIRED,
            clauses=["C-16"],
            decided_by_role="system",
            at=later(),
        )

        assert fsck.first_fault() is None


def test_refuses_to_sign_with_a_database_older_than_the_log(home: Home, notebook: Notebook) -> None:
    tell_a_story()
    run_sequencer(at=later(4))
    LogEntry.objects.filter(index=4).delete()
    Log.objects.update(size=4)

    with pytest.raises(LogContradicted, match="数据库比日志旧"):
        run_sequencer(at=later(5))


def test_refuses_to_build_on_tiles_that_do_not_lead_to_the_signed_root(
    home: Home, notebook: Notebook
) -> None:
    publication = make_publication()
    run_sequencer(at=FEB_2)
    (LogFiles.of(home).root / "tile/0/000.p/1").write_bytes(bytes(32))
    mark(publication=publication, at=later())

    with pytest.raises(LogContradicted, match="得不出已签名的根"):
        run_sequencer(at=later())
