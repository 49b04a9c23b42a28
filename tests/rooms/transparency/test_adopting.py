"""Entries of the published log that a restored database does not know are taken in, or refused whole."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.publishing import FEB_2, later, make_body, make_mandate, make_matter, make_publication, matter_of
from tests.rooms.bundles.invented import InventedHouse
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.transparency import fsck
from chengxin.foundation.transparency.adopting import NotOurLog, adopt
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import (
    Log,
    LogEntry,
    OfficersEnd,
    Publication,
    PublicationState,
    PublicationVersion,
)
from chengxin.foundation.transparency.operations import MatterUnknown, PublicationEnded, correct
from chengxin.foundation.transparency.published_log import (
    PublishedLog,
    PublishedLogRefused,
    open_published,
)
from chengxin.foundation.transparency.sequencer import run_sequencer, standing
from chengxin.foundation.transparency.unknown import (
    DeciderRefused,
    NotUnknown,
    end_unknown,
    without_content,
    without_matter,
)
from chengxin.ground import keys, signer
from chengxin.ground.home import Home
from chengxin_core.ledger.bundle import PublishedContent, content_path
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]

Open = Callable[..., PublishedLog]


@pytest.fixture
def lost(tmp_path: Path, home: Home) -> InventedHouse:
    """A house whose database was lost, and whose log is still to be had: five notes, of which one ended."""
    house = InventedHouse(tmp_path / "published")
    keys.replace_key(home, signer.LOG_KEY, house.key.to_secret_string().encode())
    house.publish(5)
    house.end(3)
    house.sign()
    return house


@pytest.fixture
def published(lost: InventedHouse) -> Open:
    """Opens the log of the lost house as its folder shows it, with files that lie beside it."""

    def open_it(beside: dict[str, bytes] | None = None, key: SigningKey = lost.key) -> PublishedLog:
        def read(path: str) -> bytes | None:
            file = lost.root / path
            return (beside or {}).get(path) or (file.read_bytes() if file.is_file() else None)

        return open_published(read, [key.verifier_key])

    return open_it


def content_beside(house: InventedHouse, index: int, content: bytes | None = None) -> dict[str, bytes]:
    key = house.entries[index].key
    told = content or house.contents[key]
    published = PublishedContent(parse_canonical(told), house.salt_of(key))
    return {content_path(key, 1): published.to_bytes()}


def test_what_the_database_does_not_know_is_known_by_its_key(
    lost: InventedHouse, published: Open, notebook: Notebook
) -> None:
    adopted = adopt(published(), signed=(), at=later())

    assert (adopted.entries, len(adopted.ended), len(adopted.unknown), len(adopted.lost)) == (6, 1, 4, 4)
    ended = Publication.objects.get(key=lost.entries[3].key)
    assert (ended.state, ended.matter) == (PublicationState.ENDED, None)
    assert {each.key for each in without_matter()} == set(adopted.unknown)


def test_the_log_goes_on_after_it_and_contradicts_nothing(
    lost: InventedHouse, published: Open, home: Home, notebook: Notebook
) -> None:
    log = published(beside={k: v for n in (0, 1, 2, 4) for k, v in content_beside(lost, n).items()})
    adopt(log, signed=(), at=later())

    run_sequencer(at=later())

    size, root = standing(LogFiles.of(home), signer.log_key(home))
    assert (size, root) == (log.size, log.checkpoint.root)
    make_publication()
    assert run_sequencer(at=later()).size == log.size + 1
    assert fsck.first_fault() is None


def test_content_that_is_served_beside_the_log_is_taken_back(
    lost: InventedHouse, published: Open, notebook: Notebook
) -> None:
    adopted = adopt(published(beside=content_beside(lost, 0)), signed=(), at=later())

    key = lost.entries[0].key
    assert key not in adopted.lost
    version = PublicationVersion.objects.get(publication__key=key)
    assert bytes(version.content or b"") == lost.contents[key]


def test_other_content_than_was_committed_to_is_refused(lost: InventedHouse, published: Open) -> None:
    with pytest.raises(PublishedLogRefused, match="与日志中的承诺值不符"):
        adopt(published(beside=content_beside(lost, 0, b'{"title":"other"}')), signed=(), at=later())

    assert not LogEntry.objects.exists()


def test_again_it_changes_nothing(published: Open, notebook: Notebook) -> None:
    adopt(published(), signed=(), at=later())
    before = list(LogEntry.objects.values_list("pk", "index", "data"))

    assert adopt(published(), signed=(), at=later()).entries == 0
    assert list(LogEntry.objects.values_list("pk", "index", "data")) == before


def test_a_longer_log_continues_a_shorter_one(
    lost: InventedHouse, published: Open, home: Home, notebook: Notebook
) -> None:
    earlier = published()
    adopt(earlier, signed=(), at=later())
    lost.publish(300)
    lost.sign()

    assert adopt(published(), signed=(earlier.checkpoint,), at=later()).entries == 300
    assert run_sequencer(at=later()).size == 306


class TestRefuses:
    def test_a_log_that_the_database_does_not_lie_on(
        self, published: Open, home: Home, notebook: Notebook
    ) -> None:
        make_publication()
        run_sequencer(at=FEB_2)

        with pytest.raises(NotOurLog, match="不是同一本"):
            adopt(published(), signed=(), at=later())

        assert LogEntry.objects.count() == 1

    def test_a_log_that_a_checkpoint_of_ours_does_not_lie_on(
        self, lost: InventedHouse, published: Open, tmp_path: Path
    ) -> None:
        other = InventedHouse(tmp_path / "other", key=lost.key)
        other.publish(2, title="别的")
        other.sign()
        signed = open_published(lambda path: (other.root / path).read_bytes(), [lost.key.verifier_key])

        with pytest.raises(NotOurLog):
            adopt(published(), signed=(signed.checkpoint,), at=later())

    def test_a_log_that_ends_before_a_checkpoint_of_ours(self, lost: InventedHouse, published: Open) -> None:
        shorter = published()
        lost.publish(4)
        lost.sign()

        with pytest.raises(NotOurLog, match="只有 6 条"):
            adopt(shorter, signed=(published().checkpoint,), at=later())

    def test_a_log_that_none_of_our_keys_has_signed(self, published: Open) -> None:
        with pytest.raises(PublishedLogRefused, match="请先把最新的密钥放进 keys"):
            published(key=SigningKey("chengxin.example/log", b"8" * 32))

    def test_a_place_without_a_log(self) -> None:
        with pytest.raises(PublishedLogRefused, match="这里没有存证日志"):
            open_published(lambda path: None, [])

    @pytest.mark.parametrize("damage", ["missing", "short", "changed"])
    def test_entries_that_are_missing_or_changed(
        self, lost: InventedHouse, published: Open, damage: str
    ) -> None:
        (bundle,) = (lost.root / "tile" / "entries").rglob("6")
        data = bundle.read_bytes()
        if damage == "missing":
            bundle.unlink()
        else:
            bundle.write_bytes(data[:-1] if damage == "short" else data.replace(b'"note"', b'"nota"'))

        with pytest.raises(PublishedLogRefused):
            adopt(published(), signed=(), at=later())

        assert not LogEntry.objects.exists()
        assert not Publication.objects.exists()


class TestWhatWaitedInTheBackup:
    @pytest.fixture
    def waiting(self, home: Home, notebook: Notebook) -> PublishedLog:
        """A database in which an entry waits that the published log has numbered since."""
        make_publication()
        run_sequencer(at=FEB_2)
        LogEntry.objects.update(index=None, data=None)
        Log.objects.update(size=0)
        root = LogFiles.of(home).root
        return open_published(
            lambda path: (root / path).read_bytes() if (root / path).is_file() else None,
            [signer.log_key(home).verifier_key],
        )

    def test_gets_the_number_under_which_it_was_published(self, waiting: PublishedLog) -> None:
        adopted = adopt(waiting, signed=(waiting.checkpoint,), at=later())

        assert (adopted.entries, adopted.unknown, adopted.lost) == (1, [], [])
        assert LogEntry.objects.get().index == 0
        run_sequencer(at=later())
        assert fsck.first_fault() is None

    def test_is_refused_where_something_else_was_published(self, waiting: PublishedLog) -> None:
        LogEntry.objects.update(commitment=bytes(32))

        with pytest.raises(NotOurLog, match="与数据库中排队的条目不同"):
            adopt(waiting, signed=(), at=later())


class TestWhatNobodyKnows:
    @pytest.fixture
    def unknown(self, published: Open, notebook: Notebook) -> Publication:
        """What is in force as the log says, and belongs to no matter."""
        adopt(published(), signed=(), at=later())
        load_shipped_rules(at=FEB_2, demo=False)
        return without_matter()[0]

    def test_is_ended_by_a_named_head_on_ground_and_clause(self, unknown: Publication) -> None:
        head = make_mandate(Actor.CREDIT_HEAD, make_body(), "zhou")

        end_unknown(
            publication=unknown, by=head, ground=Ground.ERROR, clauses=["C-55"], reason="遗失", at=later(2)
        )

        assert OfficersEnd.objects.get().decided_by == head
        assert unknown not in without_matter()
        entry = LogEntry.objects.get(index=None)
        assert entry.certificate == {
            "ground": "error",
            "clauses": ["C-55"],
            "decided_by_role": "credit_head",
        }
        with pytest.raises(PublicationEnded):
            end_unknown(
                publication=unknown, by=head, ground=Ground.ERROR, clauses=[], reason="再次", at=later(2)
            )

    @pytest.mark.parametrize(
        ("role", "clause", "told"),
        [
            (Actor.CREDIT_OFFICER, "C-55", "由信用主管部门负责人决定"),
            (Actor.CREDIT_HEAD, "C-99999", "C-99999"),
        ],
    )
    def test_is_not_ended_by_others_or_on_no_clause(
        self, unknown: Publication, role: Actor, clause: str, told: str
    ) -> None:
        somebody = make_mandate(role, make_body(), "li")

        with pytest.raises(DeciderRefused, match=told):
            end_unknown(
                publication=unknown,
                by=somebody,
                ground=Ground.ERROR,
                clauses=[clause],
                reason="遗失",
                at=later(2),
            )

    def test_cannot_be_corrected(self, unknown: Publication) -> None:
        with pytest.raises(MatterUnknown):
            correct(publication=unknown, body={}, why="", review=None, at=later(2))

    def test_what_is_known_ends_as_its_matter_does(self, home: Home, notebook: Notebook) -> None:
        known = make_publication(make_matter())
        head = make_mandate(Actor.CREDIT_HEAD, matter_of(known).organ, "zhou")

        with pytest.raises(NotUnknown):
            end_unknown(
                publication=known, by=head, ground=Ground.ERROR, clauses=["C-55"], reason="", at=later()
            )
        assert without_content() == []
