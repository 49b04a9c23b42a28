"""Too much, at night, about one's neighbours: the audit administrator is told once, and looks into it."""

from datetime import datetime, timedelta

import pytest
from tests.cast import make_body, make_mandate
from tests.rooms.inquiries.cases import about_body, about_official

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.queries import affairs_of, visible_matter, visible_matters
from chengxin.foundation.subjects.models import Official, PublicBody, Region
from chengxin.insight.inquiries import watching
from chengxin.insight.inquiries.models import Inquiry, UnusualKind, UnusualUse
from chengxin.insight.inquiries.sections import unusual_section
from chengxin.insight.inquiries.watching import find_usual, refer, require_explanation, watch
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.own_sql,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
MIDNIGHT = timedelta(hours=14)  # after nine o'clock in Beijing: eleven at night


def ask_often(times: int, body: PublicBody, by: Mandate, at: datetime) -> None:
    for _ in range(times):
        about_body(body, by, at)


def kinds() -> list[str]:
    return list(UnusualUse.objects.order_by("kind").values_list("kind", flat=True))


def test_what_stays_within_the_limits_is_nobodys_business(
    housing_bureau: PublicBody, owner_cao: Mandate, watcher: Mandate, monday: datetime
) -> None:
    ask_often(5, housing_bureau, owner_cao, monday + MIDNIGHT)

    assert watch(at=monday + MIDNIGHT) == 0
    assert not Matter.objects.filter(kind="unusual_use").exists()


def test_asking_at_night_is_told_once_a_day(
    housing_bureau: PublicBody, owner_cao: Mandate, watcher: Mandate, monday: datetime
) -> None:
    ask_often(6, housing_bureau, owner_cao, monday + MIDNIGHT)

    assert watch(at=monday + MIDNIGHT) == 1
    assert watch(at=monday + MIDNIGHT) == 0

    use = UnusualUse.objects.get()
    assert (use.kind, use.count, use.limit, use.by) == (UnusualKind.NIGHT, 6, 5, owner_cao)
    assert use.matter is not None
    assert owner_cao.post in use.matter.title


def test_asking_too_much_is_told(
    housing_bureau: PublicBody, owner_cao: Mandate, watcher: Mandate, monday: datetime
) -> None:
    ask_often(1, housing_bureau, owner_cao, monday)
    Inquiry.objects.bulk_create(
        Inquiry(
            number=f"n{number}", purpose="funds", document_number="演示财〔2026〕7号", body=housing_bureau,
            organ=owner_cao.body, by=owner_cao, rulebook="0" * 64, at=monday,
        )
        for number in range(200)
    )  # fmt: skip

    watch(at=monday)

    assert kinds() == [UnusualKind.VOLUME]


def test_asking_about_ones_neighbours_is_told(
    owner_cao: Mandate, watcher: Mandate, city: Region, monday: datetime
) -> None:
    neighbours = [make_body(f"n{number}", f"演示市第{number}局", city) for number in range(21)]
    for number, body in enumerate(neighbours):
        about_body(body, owner_cao, monday - timedelta(days=number))

    watch(at=monday)

    assert kinds() == [UnusualKind.NEIGHBOURS]


def test_only_the_audit_administrator_sees_it_and_no_answer_in_it(
    housing_bureau: PublicBody,
    owner_cao: Mandate,
    officer_lin: Mandate,
    watcher: Mandate,
    liaison_tang: Mandate,
    monday: datetime,
) -> None:
    ask_often(6, housing_bureau, owner_cao, monday + MIDNIGHT)
    watch(at=monday + MIDNIGHT)
    matter = Matter.objects.get(kind="unusual_use")

    assert list(affairs_of(watcher)) == [matter]
    for stranger in (owner_cao, officer_lin, liaison_tang):
        assert not visible_matter(stranger, matter.pk).exists()
        assert matter not in visible_matters(stranger)
    assert len(unusual_section(matter, watcher)["asked"]) == 6


def test_nobody_looks_into_the_own_use(
    housing_bureau: PublicBody, watcher: Mandate, owner_cao: Mandate, monday: datetime, province: Region
) -> None:
    """Who asks in one post and audits in another leaves it to a colleague; while there is none, it waits."""
    Mandate.objects.filter(pk=owner_cao.pk).update(user=watcher.user)
    owner_cao.refresh_from_db()
    ask_often(6, housing_bureau, owner_cao, monday + MIDNIGHT)
    watch(at=monday + MIDNIGHT)
    assert UnusualUse.objects.get().matter is None

    colleague = make_mandate("shenji2", Actor.AUDIT_ADMIN, watcher.body, province.path)
    watch(at=monday + MIDNIGHT)

    matter = Matter.objects.get(kind="unusual_use")
    assert [each.mandate for each in matter.participants.all()] == [colleague]


def test_it_ends_as_usual_or_is_referred_with_reasons(
    housing_bureau: PublicBody, owner_cao: Mandate, watcher: Mandate, monday: datetime
) -> None:
    ask_often(6, housing_bureau, owner_cao, monday + MIDNIGHT)
    watch(at=monday + MIDNIGHT)
    matter = Matter.objects.get(kind="unusual_use")

    require_explanation(matter=matter, by=watcher, at=monday + MIDNIGHT, reason="演示：请说明")
    find_usual(matter=matter, by=watcher, at=monday + MIDNIGHT, reason="演示：集中办理年度评选")

    assert matter.state == "explained"
    with pytest.raises(UnableToMove):
        refer(matter=matter, by=watcher, at=monday + MIDNIGHT, reason="演示")


def test_who_comes_later_takes_part_in_what_is_open(
    housing_bureau: PublicBody, owner_cao: Mandate, watcher: Mandate, province: Region, monday: datetime
) -> None:
    ask_often(6, housing_bureau, owner_cao, monday + MIDNIGHT)
    watch(at=monday + MIDNIGHT)
    later = make_mandate("shenji3", Actor.AUDIT_ADMIN, watcher.body, province.path)

    watch(at=monday + MIDNIGHT)

    assert affairs_of(later).count() == 1


def test_colleagues_of_a_personnel_officer_are_neighbours_too(
    official: Official, clerk: Mandate, watcher: Mandate, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "limit", lambda name, body, on: 1 if name == "unusual_neighbours" else 23)
    Official.objects.filter(pk=official.pk).update(employer=clerk.body)
    for _ in range(2):
        about_official(official, clerk, monday)

    watch(at=monday)

    assert kinds() == [UnusualKind.NEIGHBOURS]
