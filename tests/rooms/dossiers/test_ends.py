"""Effects end on their day by themselves, and who had looked is told; nobody else is."""

from datetime import date, datetime, timedelta

import pytest
from tests.rooms.dossiers.cases import Office, opinion, row, sanctioned

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers import ends
from chengxin.mechanisms.dossiers.looking import look
from chengxin.mechanisms.dossiers.models import Entry, Opinion, PersonNotice, Restoration
from chengxin.mechanisms.dossiers.queries import entries_of, has_effect_on
from chengxin.mechanisms.dossiers.supplying import hand_in

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


def at_day(day: date, monday: datetime) -> datetime:
    return monday + (day - date(2026, 11, 23))


def test_a_warning_lapses_on_the_day_after_its_last_and_not_before(
    official: Official, inspector: Mandate, clerk: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)
    look(official=official, by=clerk, at=monday, purpose="appointment", document_number="演示组〔2026〕7号")

    assert ends.lapse_due(at=at_day(date(2027, 2, 28), monday)) == 0
    assert has_effect_on(entry, date(2027, 2, 28))
    assert ends.lapse_due(at=at_day(date(2027, 3, 1), monday)) == 1
    assert ends.lapse_due(at=at_day(date(2027, 3, 1), monday)) == 0

    entry.refresh_from_db()
    assert entry.lapsed_on == date(2027, 3, 1)
    assert PersonNotice.objects.filter(kind="lapsed", entry=entry).count() == 1
    assert [(each.body, each.kind) for each in Restoration.objects.all()] == [(clerk.body, "lapsed")]


def test_its_effect_is_over_though_no_job_has_run(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)

    assert not has_effect_on(entry, date(2027, 3, 1))
    (shown,) = entries_of(official, on=date(2027, 3, 1))
    assert (shown.standing, shown.effects) == ("影响期满", ())


def test_a_standstill_is_made_up_for_with_the_right_day(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)

    run_nightly(at=at_day(date(2027, 6, 1), monday))

    assert Entry.objects.get().lapsed_on == date(2027, 3, 1)


def test_a_new_sanction_within_the_period_holds_the_first_until_its_own_end(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    first = sanctioned(inspector, monday)
    second = sanctioned(
        inspector, monday, item="记过", decided_on="2026-11-01", document_number="演示监〔2026〕9号"
    )

    assert ends.lapse_due(at=at_day(date(2027, 3, 1), monday)) == 0
    assert has_effect_on(first, date(2027, 3, 1))
    assert ends.lapse_due(at=at_day(date(2027, 11, 1), monday)) == 2
    assert {each.lapsed_on for each in Entry.objects.all()} == {date(2027, 11, 1)}
    assert second.until == date(2027, 10, 31)


def test_an_opinion_ends_with_the_effect_that_it_told_of(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    opinion(official, office, monday)

    ends.lapse_due(at=at_day(date(2027, 3, 1), monday))

    assert Opinion.objects.get().ended_on == date(2027, 3, 1)
    assert PersonNotice.objects.filter(kind="opinion_ended").count() == 1


def test_an_entry_that_was_wrong_takes_the_opinion_with_it_and_restores_in_the_original_scope(
    official: Official, office: Office, inspector: Mandate, stranger: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)
    look(official=official, by=office.clerk, at=monday, purpose="awards", document_number="演示组〔2026〕7号")
    matter = opinion(official, office, monday)

    ends.remove(entry=entry, at=monday + timedelta(days=1))

    matter.refresh_from_db()
    assert matter.state == "withdrawn"
    assert entries_of(official, on=date(2026, 11, 24)) == []
    assert len(entries_of(official, on=date(2026, 11, 24), with_removed=True)) == 1
    assert set(Restoration.objects.values_list("body", "kind")) == {
        (office.clerk.body_id, "removed"),
        (office.clerk.body_id, "opinion_withdrawn"),
    }


def test_a_removed_entry_does_not_come_back_with_the_same_file(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    ends.remove(entry=sanctioned(inspector, monday), at=monday)

    again = hand_in(rows=[row()], by=inspector, at=monday)

    assert (again.kept, again.duplicates) == (0, 1)
    assert Entry.objects.get().removed_on is not None
