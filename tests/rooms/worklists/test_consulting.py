"""Units asked for their word: each has a day of its own, and none decides for the other."""

from datetime import datetime

import pytest
from django.test import Client
from tests.cast import make_mandate

from chengxin.doors.desk.queries import waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.foundation.worklists.consulting import CannotBeAsked, agree, consult, differ, withdraw
from chengxin_core.lifecycle.consultations import ConsultationKind
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.engine, pytest.mark.usefixtures("rules")]
SIGN = ConsultationKind.COUNTERSIGN


@pytest.fixture
def chief_yan(water_bureau: PublicBody) -> Mandate:
    return make_mandate("yan", Actor.BODY_HEAD, water_bureau, water_bureau.path)


def ask(
    matter: Matter, by: Mandate, at: datetime, *units: PublicBody, days: int | None = None
) -> list[Matter]:
    asked = consult(matter=matter, units=units, purpose=SIGN, question="请会签", days=days, by=by, at=at)
    return [each.matter for each in asked]


def test_each_unit_has_its_own_clock_and_finds_it_on_its_own_list(
    matter: Matter,
    officer_lin: Mandate,
    owner_cao: Mandate,
    chief_yan: Mandate,
    finance_bureau: PublicBody,
    water_bureau: PublicBody,
    monday: datetime,
) -> None:
    (finance,) = ask(matter, officer_lin, monday, finance_bureau)
    (water,) = ask(matter, officer_lin, monday, water_bureau, days=2)

    assert finance.deadlines.get().due_on != water.deadlines.get().due_on
    assert [list(waiting(each)) for each in (owner_cao, chief_yan)] == [[finance], [water]]
    assert not visible_matters(owner_cao).filter(pk=matter.pk).exists()


def test_each_line_of_the_form_may_set_the_days_of_its_unit(
    matter: Matter, officer_lin: Mandate, city: Region, monday: datetime
) -> None:
    finance, water = (
        add_body(
            id=f"b{name}",
            name=name,
            kind=BodyKind.DEPARTMENT,
            region=city,
            source="演示数据",
            is_fictional=True,
        )
        for name in ("演示市审计局", "演示市水务局")
    )
    client = Client()
    client.force_login(officer_lin.user)
    said = {"ask": "1", "ask-purpose": "countersign", "ask-question": "请会签", "ask-days": "9"}
    units = f"{finance.name} 3\n{water.name}"
    address = f"/desk/lists/matters/{matter.pk}/"

    wrong = client.post(address, {**said, "ask-units": f"{finance.name} 90"}).content.decode()
    client.post(address, {**said, "ask-units": units})

    assert "期限是 90 天，应为 1 至 60 天" in wrong
    days = {
        each.matter.organ.name: (each.due_on - each.started_on).days
        for each in Deadline.objects.filter(matter__kind="consultation").select_related("matter__organ")
    }
    assert days == {finance.name: 3, water.name: 9}


def test_an_answer_ends_the_clock_and_moves_nothing_above(
    matter: Matter, officer_lin: Mandate, owner_cao: Mandate, finance_bureau: PublicBody, monday: datetime
) -> None:
    (asked,) = ask(matter, officer_lin, monday, finance_bureau)

    differ(matter=asked, by=owner_cao, at=monday, opinion="资金来源没有写明")

    matter.refresh_from_db()
    assert (asked.state, matter.state) == ("objected", "noticed")
    assert asked.deadlines.get().ended_on is not None


def test_a_unit_that_owes_its_word_is_not_asked_again(
    matter: Matter, officer_lin: Mandate, owner_cao: Mandate, finance_bureau: PublicBody, monday: datetime
) -> None:
    (asked,) = ask(matter, officer_lin, monday, finance_bureau)

    assert ask(matter, officer_lin, monday, finance_bureau) == []
    agree(matter=asked, by=owner_cao, at=monday)
    assert len(ask(matter, officer_lin, monday, finance_bureau)) == 1


def test_who_asked_withdraws_and_nobody_else(
    matter: Matter, officer_lin: Mandate, owner_cao: Mandate, finance_bureau: PublicBody, monday: datetime
) -> None:
    (asked,) = ask(matter, officer_lin, monday, finance_bureau)

    with pytest.raises(NotCompetent):
        withdraw(matter=asked, by=owner_cao, at=monday, reason="不想答复")
    withdraw(matter=asked, by=officer_lin, at=monday, reason="方案已经调整")

    assert asked.state == "withdrawn"


def test_the_body_that_a_matter_is_about_is_not_asked_nor_asks(
    matter: Matter,
    officer_lin: Mandate,
    liaison_tang: Mandate,
    housing_bureau: PublicBody,
    finance_bureau: PublicBody,
    monday: datetime,
) -> None:
    with pytest.raises(CannotBeAsked):
        ask(matter, officer_lin, monday, housing_bureau)
    with pytest.raises(NotCompetent):
        ask(matter, liaison_tang, monday, finance_bureau)
