"""The head of the audit goes into the log once a day; whoever writes the whole audit anew contradicts the log."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction
from tests.publishing import FEB_2, make_body, make_matter, make_publication
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.accounts.models import User
from chengxin.foundation.audit.checking import Verdict, verify
from chengxin.foundation.audit.commands import audit
from chengxin.foundation.audit.models import AuditBeginning, AuditEntry
from chengxin.foundation.audit.queries import head
from chengxin.foundation.transparency import fsck
from chengxin.foundation.transparency.adopting import adopt
from chengxin.foundation.transparency.anchoring import anchor_audit
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Anchor, Log, LogEntry
from chengxin.foundation.transparency.published_log import open_published
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import clock, signer
from chengxin.ground.home import Home
from chengxin_core.ledger.canonical import canonical_bytes, parse_canonical
from chengxin_core.ledger.chain import BEGINNING, link_of
from chengxin_core.ledger.entry import Entry, Event

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.engine]

DAY = timedelta(days=1)


def write(times: int) -> None:
    """Let the audit grow by as many entries."""
    for _ in range(times):
        User.objects.create_user(f"user{head().number}", None)


def found(on: date = date(2026, 2, 10)) -> Verdict:
    return verify(on=on)


def reason() -> str:
    """Why the audit does not hold."""
    fault = found().fault
    return fault.reason if fault else ""


def place_of(anchor: Anchor) -> int:
    """The number of the entry that is anchored."""
    assert anchor.place is not None
    return anchor.place


def write_the_chain_anew() -> None:
    """Change one record and link everything after it again, as who owns the database can."""
    previous = BEGINNING
    for entry in AuditEntry.objects.order_by("number"):
        told = parse_canonical(entry.record.encode())
        assert isinstance(told, dict)
        record = canonical_bytes({**told, "acts_in_all": 7}) if entry.number == 2 else entry.record.encode()
        previous = link_of(previous, record)
        entry.record, entry.link = record.decode(), previous.hex()
        entry.save()


@pytest.fixture
def standing(home: Home, notebook: Notebook) -> Iterator[None]:
    """The clock stands on the day on which the audit began."""
    AuditEntry.objects.all().delete()
    with clock.standing_at(FEB_2):
        write(5)
        yield


@pytest.fixture
def anchored(standing: None) -> Anchor:
    """The audit's head after five entries, in the published log."""
    anchor_audit(at=FEB_2)
    run_sequencer(at=FEB_2)
    write(3)
    return Anchor.objects.get()


class TestAnchoring:
    def test_happens_once_on_each_day(self, standing: None) -> None:
        assert [anchor_audit(at=at) for at in (FEB_2, FEB_2, FEB_2 + DAY, FEB_2 + DAY)] == [1, 0, 1, 0]

        run_sequencer(at=FEB_2 + DAY)
        assert Log.objects.get().size == 2
        assert (found().holds, found().anchors) == (True, 2)

    def test_cannot_happen_twice_on_a_day_behind_its_back(self, anchored: Anchor) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Anchor.objects.create(
                thing=anchored.thing, key="0" * 32, place=1, link=b"b" * 32, day=anchored.day
            )

    def test_waits_for_an_audit_that_has_entries(self, home: Home) -> None:
        AuditEntry.objects.all().delete()

        assert anchor_audit(at=FEB_2) == 0

    def test_says_in_the_log_a_code_a_random_key_and_a_hash(self, anchored: Anchor) -> None:
        entry = Entry.from_bytes(bytes(LogEntry.objects.get().data or b""))

        assert (entry.kind, entry.event, entry.key) == ("audit_chain", Event.ANCHORED, anchored.key)
        assert entry.commitment == bytes.fromhex(AuditEntry.objects.get(number=place_of(anchored)).link)

    def test_is_told_to_no_place_of_publication(self, anchored: Anchor, notebook: Notebook) -> None:
        assert (notebook.calls, notebook.told) == ([(0, 1)], [])

    def test_leaves_the_log_without_a_fault(self, anchored: Anchor) -> None:
        assert fsck.first_fault() is None

    def test_is_missed_by_the_check_of_the_log_when_its_registration_says_otherwise(
        self, anchored: Anchor
    ) -> None:
        Anchor.objects.update(link=b"b" * 32)

        assert "链头存证的登记" in (fsck.first_fault() or "")


class TestAnAuditWrittenAnew:
    def test_holds_in_itself_but_contradicts_the_log(self, anchored: Anchor) -> None:
        write_the_chain_anew()

        fault = found().fault

        assert fault is not None
        assert fault.number == anchored.place
        assert "公示日志" in fault.reason
        told = CliRunner().invoke(audit, ["verify"])
        assert (told.exit_code, f"第 {anchored.place} 条的链值与公示日志中留存的不符" in told.output) == (
            1,
            True,
        )

    def test_would_go_unseen_without_the_log(self, standing: None) -> None:
        write_the_chain_anew()

        assert found().holds

    def test_is_seen_when_the_registration_is_changed_with_it(self, anchored: Anchor) -> None:
        write_the_chain_anew()
        Anchor.objects.update(link=bytes.fromhex(AuditEntry.objects.get(number=place_of(anchored)).link))

        assert not found().holds

    def test_is_seen_when_the_registration_is_deleted_with_it(self, anchored: Anchor) -> None:
        write_the_chain_anew()
        LogEntry.objects.all().delete()
        Anchor.objects.all().delete()

        assert "本机却没有登记它" in reason()

    def test_is_seen_when_the_log_is_rewritten_too_for_want_of_the_signature(
        self, anchored: Anchor, home: Home
    ) -> None:
        write_the_chain_anew()
        bundle = next((home.root / "public" / "log" / "tile" / "entries").rglob("1"))
        link = AuditEntry.objects.get(number=place_of(anchored)).link.encode()
        bundle.write_bytes(bundle.read_bytes().replace(bytes(anchored.link).hex().encode(), link))

        assert "得不出" in reason()

    def test_is_seen_when_it_claims_that_its_beginning_was_destroyed(
        self, anchored: Anchor, rules: str
    ) -> None:
        end = AuditEntry.objects.get(number=place_of(anchored) + 1)
        AuditEntry.objects.filter(number__lte=end.number).delete()
        AuditBeginning.objects.create(number=end.number, link=end.link, at=FEB_2)

        fault = found().fault

        assert fault is not None
        assert "尚未满保存期限" in fault.reason
        assert found(on=date(2030, 2, 10)).holds


def test_a_head_that_a_restored_backup_lost_is_told_and_breaks_nothing(
    anchored: Anchor, home: Home, notebook: Notebook
) -> None:
    LogEntry.objects.all().delete()
    Anchor.objects.all().delete()
    Log.objects.update(size=0)
    log = open_published(LogFiles.of(home).read, [signer.log_key(home).verifier_key])

    adopted = adopt(log, signed=[log.checkpoint], at=FEB_2 + DAY)

    assert (adopted.entries, adopted.unknown, adopted.lost) == (1, [], [])
    assert (found().holds, found().anchors, found().lost_anchors) == (True, 0, 1)
    assert "已无从核对" in CliRunner().invoke(audit, ["verify"]).output
    assert fsck.first_fault() is None
    assert anchor_audit(at=FEB_2) == 1


def test_a_head_that_waited_in_the_backup_gets_the_number_it_was_published_under(
    anchored: Anchor, home: Home, notebook: Notebook
) -> None:
    LogEntry.objects.update(index=None, data=None)
    Log.objects.update(size=0)
    log = open_published(LogFiles.of(home).read, [signer.log_key(home).verifier_key])

    adopt(log, signed=[log.checkpoint], at=FEB_2 + DAY)

    assert list(LogEntry.objects.values_list("anchor", "index")) == [(anchored.pk, 0)]
    assert (found().holds, found().anchors) == (True, 1)


def test_stands_between_publications_in_one_log(standing: None, notebook: Notebook) -> None:
    body = make_body()
    moments: list[datetime] = [FEB_2 + timedelta(minutes=number) for number in range(3)]
    make_publication(make_matter(body), at=moments[0])
    anchor_audit(at=moments[1])
    make_publication(make_matter(body), at=moments[2])

    run_sequencer(at=moments[2])

    assert len(notebook.told) == 2
    assert fsck.first_fault() is None
