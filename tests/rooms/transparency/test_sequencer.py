from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.publishing import (
    FEB_2,
    later,
    make_body,
    make_matter,
    make_publication,
    make_review,
    matter_of,
    record_body,
)
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.transparency import contents, fsck, log_files, sequencer
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import (
    Log,
    LogEntry,
    Publication,
    PublicationVersion,
    SinkProgress,
)
from chengxin.foundation.transparency.operations import correct, mark, withdraw
from chengxin.foundation.transparency.queries import everywhere, waiting_for
from chengxin.foundation.transparency.sequencer import LogContradicted, run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin_core.ledger.checkpoint import open_checkpoint
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.tree import root_hash
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]


def tell_a_story() -> None:
    """Publish two records, mark and correct one, withdraw the other: five entries."""
    one, other = make_publication(), make_publication(make_matter(make_body("示范市水务局", 2)))
    mark(publication=one, at=later(1))
    correct(
        publication=one,
        body=record_body(matter_of(one)),
        why="金额有误",
        review=make_review(matter_of(one), at=later(2)),
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
    @pytest.mark.parametrize("step", range(20))
    def test_between_any_two_writes_loses_and_doubles_nothing(
        self, step: int, home: Home, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tell_a_story()
        death = DiesAtStep(step)
        with monkeypatch.context() as patch:
            for step_of_writing in ("write_bytes", "replace"):
                patch.setattr(Path, step_of_writing, death.wrap(getattr(Path, step_of_writing)))
            patch.setattr(log_files, "_wait_until_on_disk", death.wrap(log_files._wait_until_on_disk))
            patch.setattr(sequencer, "number_queued_entries", death.wrap(sequencer.number_queued_entries))
            patch.setattr(SinkProgress, "save", death.wrap(SinkProgress.save))
            with pytest.raises(ProcessDied):
                run_sequencer(at=later(4))

        run_sequencer(at=later(5))

        assert signed_root(home) == (5, root_hash(entries_in_order()))
        assert fsck.first_fault() is None
        publication = LogEntry.objects.earliest("pk").publication
        assert publication is not None
        assert everywhere(publication)


Tamper: TypeAlias = Callable[[LogFiles], object]


def _swap(one: int, other: int) -> None:
    """Let two entries change their places in the database."""
    first, second = (LogEntry.objects.get(index=number) for number in (one, other))
    LogEntry.objects.filter(pk=first.pk).update(index=None, data=None)
    LogEntry.objects.filter(pk=second.pk).update(index=one)
    LogEntry.objects.filter(pk=first.pk).update(index=other, data=first.data)


def _replace(files: LogFiles, name: str, old: bytes, new: bytes) -> None:
    place = files.root / name
    assert old in place.read_bytes()
    place.write_bytes(place.read_bytes().replace(old, new, 1))


# What somebody may change, and what must stand in the fault that is named.
TAMPERED: dict[str, tuple[Tamper, str]] = {
    "leaf in the file": (
        lambda files: _replace(files, "tile/entries/000.p/5", b'"marked"', b'"Marked"'),
        "第 2 条",
    ),
    "leaf in the database": (
        lambda files: LogEntry.objects.filter(index=2).update(data=b"{}"),
        "第 2 条在日志文件中与数据库中不同",
    ),
    "tile": (
        lambda files: (files.root / "tile/0/000.p/5").write_bytes(bytes(160)),
        "tile/0/000.p/5",
    ),
    "tile that is gone": (lambda files: (files.root / "tile/0/000.p/5").unlink(), "tile/0/000.p/5"),
    "entries that are gone": (
        lambda files: (files.root / "tile/entries/000.p/5").unlink(),
        "tile/entries/000.p/5",
    ),
    "size on the checkpoint": (lambda files: _replace(files, "checkpoint", b"\n5\n", b"\n4\n"), "检查点签名"),
    "checkpoint that is no note": (lambda files: (files.root / "checkpoint").write_bytes(b"x"), "检查点签名"),
    "order": (lambda files: _swap(1, 2), "第 1 条"),
    "number that is missing": (
        lambda files: LogEntry.objects.filter(index=4).delete(),
        "数据库中有 4 条已编号，日志大小却是 5",
    ),
    "event in a row": (
        lambda files: LogEntry.objects.filter(index=2).update(event="unmarked"),
        "第 2 条的数据库行",
    ),
    "time in a row": (
        lambda files: LogEntry.objects.filter(index=0).update(at=later(9)),
        "第 0 条的数据库行",
    ),
    "commitment in a row": (
        lambda files: LogEntry.objects.filter(index=0).update(commitment=bytes(32)),
        "第 0 条的数据库行",
    ),
    "publication of a row": (
        lambda files: LogEntry.objects.filter(index=2).update(
            publication=LogEntry.objects.get(index=1).publication
        ),
        "第 2 条的数据库行",
    ),
    "certificate in a row": (
        lambda files: LogEntry.objects.filter(index=4).update(certificate=None),
        "第 4 条的数据库行",
    ),
    "end taken back": (
        lambda files: Publication.objects.filter(state="ended").update(state="in_force", ended_at=None),
        "数据库中是“公示中”，日志中最后一条是“撤回”",
    ),
    "version of a publication": (
        lambda files: Publication.objects.filter(state="in_force").update(version=2),
        "数据库中是第 2 版",
    ),
    "key of a publication": (
        lambda files: Publication.objects.filter(state="in_force").update(key="0" * 32),
        "contents/",
    ),
    "sink that runs ahead": (lambda files: SinkProgress.objects.update(applied=6), "称已办结 6 条"),
}


class TestFsck:
    @pytest.mark.parametrize(("tamper", "told"), TAMPERED.values(), ids=TAMPERED)
    def test_names_what_was_tampered_with(
        self, tamper: Tamper, told: str, home: Home, notebook: Notebook
    ) -> None:
        tell_a_story()
        run_sequencer(at=later(4))
        assert fsck.first_fault() is None

        tamper(LogFiles.of(home))

        assert told in (fsck.first_fault() or "")

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
