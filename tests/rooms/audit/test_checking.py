"""Whatever is changed, left out or moved in the chain is named at its first place."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction

from chengxin.foundation.accounts.models import User
from chengxin.foundation.audit.checking import verify
from chengxin.foundation.audit.commands import audit
from chengxin.foundation.audit.guarding import guard_stands, set_guard, take_guard_away
from chengxin.foundation.audit.models import AuditAct, AuditEntry
from chengxin.foundation.audit.plugs import Head, _keepers, plug_heads
from chengxin.foundation.audit.queries import head
from chengxin.ground import trail

TODAY = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_sql]


@pytest.fixture
def chain() -> list[int]:
    """The numbers of ten entries, each with one act."""
    before = head().number
    for number in range(10):
        with transaction.atomic():
            User.objects.create_user(f"user{number}", None)
            trail.note("accounts.user_created", f"user/{number}")
    assert verify(on=TODAY).holds
    return [before + number for number in range(1, 11)]


def change_record(numbers: list[int]) -> int:
    entry = AuditEntry.objects.get(number=numbers[4])
    entry.record = entry.record.replace("user/4", "user/9")
    entry.save()
    return numbers[4]


def leave_one_out(numbers: list[int]) -> int:
    AuditEntry.objects.filter(number=numbers[3]).delete()
    return numbers[3]


def change_the_order(numbers: list[int]) -> int:
    one, other = AuditEntry.objects.get(number=numbers[2]), AuditEntry.objects.get(number=numbers[6])
    one.record, other.record = other.record, one.record
    one.save()
    other.save()
    return numbers[2]


def change_a_link(numbers: list[int]) -> int:
    AuditEntry.objects.filter(number=numbers[7]).update(link="0" * 64)
    return numbers[7]


def change_whom_it_is_found_under(numbers: list[int]) -> int:
    AuditEntry.objects.filter(number=numbers[1]).update(doer="somebody else")
    return numbers[1]


def take_an_act_away(numbers: list[int]) -> int:
    AuditAct.objects.filter(entry_id=numbers[5]).delete()
    return numbers[5]


def make_up_an_act(numbers: list[int]) -> int:
    AuditAct.objects.create(entry_id=numbers[5], code="matters.moved", about="matter/1")
    return numbers[5]


@pytest.mark.parametrize(
    "tamper",
    [
        change_record,
        leave_one_out,
        change_the_order,
        change_a_link,
        change_whom_it_is_found_under,
        take_an_act_away,
        make_up_an_act,
    ],
)
def test_the_first_break_is_named(chain: list[int], tamper: Callable[[list[int]], int]) -> None:
    number = tamper(chain)

    fault = verify(on=TODAY).fault

    assert fault is not None
    assert fault.number == number
    told = CliRunner().invoke(audit, ["verify"])
    assert (told.exit_code, f"第 {number} 条" in told.output) == (1, True)


class TestAChainLinkedBySM3:
    @pytest.fixture
    def grown(self, chain: list[int], monkeypatch: pytest.MonkeyPatch) -> list[int]:
        """The numbers of entries after the house went over to the national suite, and back."""
        begun = head().number
        for suite in ("sm4", "sm4", "aes"):
            monkeypatch.setenv("CHENGXIN_CIPHERS", suite)
            User.objects.create_user(f"after{head().number}", None)
        return [begun + number for number in (1, 2, 3)]

    def test_goes_on_from_the_one_before_and_holds(self, grown: list[int]) -> None:
        formats = [json.loads(AuditEntry.objects.get(number=number).record)["format"] for number in grown]

        assert formats == ["chengxin/audit/v1/sm3", "chengxin/audit/v1/sm3", "chengxin/audit/v1"]
        assert verify(on=TODAY).holds

    def test_names_its_first_break(self, grown: list[int]) -> None:
        entry = AuditEntry.objects.get(number=grown[1])
        entry.record = entry.record.replace("v1/sm3", "v1")
        entry.save()

        fault = verify(on=TODAY).fault

        assert fault is not None
        assert fault.number == grown[1]


@pytest.fixture
def kept_elsewhere(chain: list[int]) -> Iterator[int]:
    """The number of the last entry, whose link somebody else keeps."""
    end = head()
    kept = Head(end.number, end.link)
    plug_heads("test", lambda: [kept])
    yield end.number
    del _keepers["test"]


class TestAHeadKeptElsewhere:
    def test_agrees_with_the_chain_it_was_taken_from(self, kept_elsewhere: int) -> None:
        assert (verify(on=TODAY).holds, verify(on=TODAY).anchors) == (True, 1)

    def test_shows_that_the_end_was_cut_off(self, kept_elsewhere: int) -> None:
        AuditEntry.objects.filter(number__gt=kept_elsewhere - 2).delete()

        fault = verify(on=TODAY).fault

        assert fault is not None
        assert fault.number == kept_elsewhere - 1

    def test_shows_that_the_chain_was_written_anew(self, kept_elsewhere: int) -> None:
        AuditEntry.objects.filter(number__gte=kept_elsewhere).delete()
        User.objects.create_user("another", None)

        fault = verify(on=TODAY).fault

        assert fault is not None
        assert fault.number == kept_elsewhere


class TestTheGuard:
    @pytest.fixture(autouse=True)
    def guarded(self) -> Iterator[None]:
        set_guard()
        yield
        take_guard_away()

    def test_lets_the_database_refuse_to_change_or_delete_an_entry(self, chain: list[int]) -> None:
        with pytest.raises(DatabaseError, match="只增不改"):
            AuditEntry.objects.filter(number=chain[0]).update(doer="somebody else")
        with pytest.raises(DatabaseError, match="只增不改"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM audit_auditentry")

        assert verify(on=TODAY).holds

    def test_is_missed_where_it_was_taken_away(self, chain: list[int]) -> None:
        assert verify(on=TODAY).is_guarded
        take_guard_away()

        assert not guard_stands()
        assert "没有拒绝修改的保护" in CliRunner().invoke(audit, ["verify"]).output
