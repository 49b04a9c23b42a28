"""The night on which a record may be repaired, its body is told: once, with day and clause."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.make import A_DAY, Office, make_record
from tests.rooms.consequences.cases import make_rectification
from tests.rooms.objections.cases import fresh
from tests.rooms.repairs.cases import apply_for

from chengxin.chain.consequences import rectifying
from chengxin.chain.records.ends import expire_due
from chengxin.chain.records.models import Record
from chengxin.chain.repairs import operations
from chengxin.chain.repairs.models import RepairRight
from chengxin.chain.repairs.queries import right_of
from chengxin.chain.repairs.telling import tell_of_rights
from chengxin.doors.desk.queries import waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A general case determined today on an instrument of three months ago, but for one day."""
    matter = make_record(body=housing_bureau, office=office, at=monday)
    Record.objects.filter(pk=matter.pk).update(severity="general", instrument_on=date(2026, 8, 23))
    return fresh(matter)


def told(record: Matter) -> list[str]:
    return [note.text for note in notes_of(record, "right")]


def page(record: Matter, by: Mandate) -> str:
    client = Client()
    client.force_login(by.user)
    return client.get(f"/desk/matters/{record.pk}/").content.decode()


class TestTheNight:
    def test_tells_the_body_on_the_first_day_with_its_clause(self, record: Matter, monday: datetime) -> None:
        before = tell_of_rights(at=monday)
        after = tell_of_rights(at=monday + A_DAY)

        assert (before, after) == (0, 1)
        (words,) = told(record)
        assert "自 2026-11-24 起可以申请信用修复" in words
        assert "C-34" in words
        assert "2026-08-23" in words

    def test_tells_it_once_whatever_nights_follow(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        for night in range(1, 5):
            run_nightly(at=monday + night * A_DAY)
            tell_of_rights(at=monday + night * A_DAY + timedelta(hours=1))

        assert len(told(record)) == 1
        assert RepairRight.objects.get().told_at == monday + A_DAY

    def test_makes_up_for_nights_of_standstill(self, record: Matter, monday: datetime) -> None:
        run_nightly(at=monday + 20 * A_DAY)

        right = right_of(record)
        assert right is not None
        assert (right.since, right.clause) == (date(2026, 11, 24), "C-34")

    def test_tells_when_the_organ_confirmed_that_the_breach_was_put_right(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        rectification = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
        record = fresh(rectification).parent
        assert record is not None
        before = tell_of_rights(at=monday)

        rectifying.verify(
            matter=rectification, by=office.second_officer, at=monday + 3 * A_DAY, opinion="演示数据：属实"
        )
        after = tell_of_rights(at=monday + 3 * A_DAY)

        right = right_of(record)
        assert (before, after) == (0, 1)
        assert right is not None
        assert (right.since, right.clause) == (legal_day(monday + 3 * A_DAY), "N-32")
        assert "自 2026-11-26 起可以申请信用修复" in page(record, office.liaison)

    def test_says_nothing_to_who_has_applied(self, record: Matter, office: Office, monday: datetime) -> None:
        apply_for(record, office, monday + A_DAY)

        assert tell_of_rights(at=monday + A_DAY) == 0
        assert told(record) == []

    def test_says_nothing_of_what_has_ended_or_is_not_determined(
        self, record: Matter, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        make_record(body=housing_bureau, office=office, at=monday, state="heard")
        Record.objects.filter(pk=record.pk).update(ends_on=date(2026, 11, 23))

        expire_due(at=monday + A_DAY)

        assert tell_of_rights(at=monday + A_DAY) == 0


class TestTheDesk:
    def test_shows_the_day_and_its_clause_before_and_after(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        before = page(record, office.liaison)
        tell_of_rights(at=monday + A_DAY)
        after = page(record, office.liaison)

        for shown in (before, after):
            assert "自 2026-11-24 起可以申请信用修复" in shown
            assert "依据 C-34" in shown
        assert "已经可以申请信用修复" not in before
        assert "已经可以申请信用修复" in after

    def test_lets_the_record_wait_for_its_liaison_until_it_applied(
        self, record: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        before = record in waiting(office.liaison)
        tell_of_rights(at=monday + A_DAY)
        told_of = record in waiting(office.liaison)
        repair = apply_for(fresh(record), office, monday + A_DAY)
        operations.decline(matter=repair, by=office.officer, at=monday + A_DAY, reason="演示")

        assert (before, told_of, record in waiting(office.liaison)) == (False, True, False)
        assert record not in waiting(neighbour_bai)
