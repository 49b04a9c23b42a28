"""Notices come, days move: after each one, every running deadline equals a recount by the slow way."""

from datetime import date, datetime, timedelta

import pytest
from tests.core.calendar.brute_force import SlowCalendar
from tests.rooms.deadlines.clocks import load_clocks, run_clock
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.deadlines import operations, reprojecting
from chengxin.foundation.deadlines.models import Deadline, DeadlineSuspension
from chengxin.foundation.matters.models import Matter, Note
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import Calendar, Unit
from chengxin_reference.calendar import shipped_notices

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]
A_DAY = timedelta(days=1)
DAYS_OF_ISSUE = sorted({notice.issued_on for notice in shipped_notices().notices})


@pytest.fixture
def matter(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    return make_matter(body=housing_bureau, organ=credit_office, at=monday, rulebook=load_clocks(at=monday))


def run_some_hundreds(matter: Matter, like: Deadline) -> None:
    """Let deadlines of every unit run in one matter, each by a name of its own, some of them suspended for a time."""
    rows = []
    for n in range(400):
        like.pk = None
        like.clock, like.started_on = f"demo.{n}", date(2014, 12, 20) + n * 11 * A_DAY
        like.unit = list(Unit)[n % 4]
        like.budget = (7, 30, 2, 1)[n % 4]
        like.extended = n % 3
        like.due_on = like.amber_on = date(1999, 1, 1)
        rows.append(Deadline(**{f.attname: getattr(like, f.attname) for f in Deadline._meta.concrete_fields}))
    stored = Deadline.objects.bulk_create(rows)
    DeadlineSuspension.objects.bulk_create(
        DeadlineSuspension(
            deadline=each,
            ground="听证",
            from_on=each.started_on + 3 * A_DAY,
            until_on=each.started_on + 9 * A_DAY,
            notice="演示",
            notice_on=each.started_on,
            by_id=_someone(matter),
            at=matter.opened_at,
        )
        for each in stored[::7]
    )


def _someone(matter: Matter) -> int:
    from tests.cast import make_mandate

    from chengxin.foundation.accounts.models import Mandate
    from chengxin_core.lifecycle.table import Actor

    found = Mandate.objects.filter(body=matter.organ).first()
    return (found or make_mandate("lin", Actor.CREDIT_OFFICER, matter.organ, matter.organ_path)).pk


def test_replaying_every_notice_each_deadline_equals_a_recount(
    matter: Matter, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_clock(matter, date(2026, 11, 23))
    run_some_hundreds(matter, Deadline.objects.get(pk=first.pk))
    monkeypatch.setattr(reprojecting, "CHUNK", 64)
    whole, moved = Calendar.of(shipped_notices()), 0
    for issued_on in DAYS_OF_ISSUE:
        known, slow = whole.known_on(issued_on), SlowCalendar(shipped_notices(), issued_on)
        monkeypatch.setattr(reprojecting, "calendar", lambda known=known: known)

        moved += operations.reproject_all(at=monday)

        for each in Deadline.objects.running().prefetch_related("suspensions"):
            excluded = [(held.from_on, held.until_on) for held in each.suspensions.all() if held.until_on]
            recounted = slow.due_on(each.started_on, each.budget + each.extended, Unit(each.unit), excluded)
            assert (each.due_on, each.calendar_version) == (recounted, known.version)
    assert moved == Note.objects.count() > 400
    assert operations.reproject_all(at=monday) == 0


def test_what_moved_says_by_which_notice(
    matter: Matter, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_clock(matter, date(2026, 1, 20))
    whole = Calendar.of(shipped_notices())
    for issued_on in (date(2025, 11, 3), date(2025, 11, 4)):
        known = whole.known_on(issued_on)
        monkeypatch.setattr(reprojecting, "calendar", lambda known=known: known)
        operations.reproject_all(at=monday)

    assert Note.objects.latest("pk").text == (
        "期限“答复申请”的到期日由 2026-02-17 改为 2026-02-24：按《国务院办公厅关于2026年部分节假日安排的通知》"
        "（2025-11-04）重新推算"
    )


def test_looking_ahead_writes_nothing(matter: Matter, monday: datetime) -> None:
    deadline = run_clock(matter, date(2026, 1, 20))
    earlier = Calendar.of(shipped_notices()).known_on(date(2025, 11, 3))

    (moved,) = reprojecting.moved_under(earlier)

    assert (moved.pk, moved.due_on) == (deadline.pk, deadline.due_on)
    assert moved.now.due_on == date(2026, 2, 17)
    assert Deadline.objects.get() == deadline
    assert not Note.objects.exists()
