"""A case of another province's body is kept, seen by who keeps it, and is nothing else."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.cast import make_mandate
from tests.make import Office

from chengxin.chain.leads.models import OutsideLead
from chengxin.chain.leads.operations import HeardOutside, NotOutside, register_outside_lead
from chengxin.chain.leads.publishing import refusal_to_publish_outside
from chengxin.chain.leads.queries import outside_leads
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import OutsideBody, PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

MODEL_CASE = HeardOutside(
    body="浙江省演示市自然资源局",
    title="演示数据：省外案例",
    area=Area.TRADING,
    facts="演示数据：拍卖的土地不能交付。",
    source="演示数据",
    reported_on=date(2022, 4, 25),
    instrument="演示数据：二审判决",
)


@pytest.fixture(autouse=True)
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the names of other tests' bodies."""
    monkeypatch.setattr(queries, "_read", queries._Read())


@pytest.fixture
def lead(rules: str, credit_office: PublicBody, monday: datetime) -> OutsideLead:
    return register_outside_lead(heard=MODEL_CASE, organ=credit_office, by=None, at=monday)


def differing(**changes: object) -> HeardOutside:
    """The model case, with changes."""
    return HeardOutside(**({name: getattr(MODEL_CASE, name) for name in HeardOutside.__slots__} | changes))


def test_names_an_outside_body_and_opens_no_matter(lead: OutsideLead) -> None:
    assert lead.body == OutsideBody.objects.get()
    assert lead.body.region_word == "浙江省"
    assert not PublicBody.objects.filter(name=lead.body.name).exists()
    assert not Matter.objects.exists()
    assert not Deadline.objects.exists()


@pytest.mark.parametrize("name", ["济南市自然资源局", "某经济开发区管理委员会"], ids=["本省", "不明"])
def test_refuses_a_name_that_may_be_ours(
    rules: str, credit_office: PublicBody, monday: datetime, name: str
) -> None:
    with pytest.raises(NotOutside, match="没有写明是省外机构"):
        register_outside_lead(heard=differing(body=name), organ=credit_office, by=None, at=monday)

    assert not OutsideBody.objects.exists()


def test_is_not_published_and_the_window_is_counted_from_the_day_of_the_report(
    lead: OutsideLead, monday: datetime
) -> None:
    refusal = refusal_to_publish_outside(lead, on=legal_day(monday))

    assert "本省没有有权认定的机关" in refusal.reason
    assert refusal.rule_ids[0] == "Q-24"
    assert "2022-04-25" in refusal.arithmetic[0]
    assert any("至 2025-04-25 止" in line for line in refusal.arithmetic)
    assert "公示期已于" in refusal.reason


def test_is_not_published_though_its_window_is_open(
    rules: str, credit_office: PublicBody, monday: datetime
) -> None:
    recent = differing(reported_on=date(2026, 10, 1))
    lead = register_outside_lead(heard=recent, organ=credit_office, by=None, at=monday)

    refusal = refusal_to_publish_outside(lead, on=legal_day(monday))

    assert "不公示" in refusal.reason
    assert refusal.rule_ids[0] == "Q-24"


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"is_adverse": False}, "没有认定该机构违约或者违法"), ({"instrument": ""}, "本省没有有权认定的机关")],
    ids=["胜诉", "没有文书"],
)
def test_without_an_instrument_against_the_body_there_is_nothing_to_count(
    rules: str, credit_office: PublicBody, monday: datetime, changes: dict[str, object], told: str
) -> None:
    lead = register_outside_lead(heard=differing(**changes), organ=credit_office, by=None, at=monday)

    refusal = refusal_to_publish_outside(lead, on=legal_day(monday))

    assert told in refusal.reason
    assert refusal.rule_ids == ("Q-24", "C-52")
    assert refusal.arithmetic == ()


def test_is_seen_by_the_credit_roles_over_the_organ_that_keeps_it(
    lead: OutsideLead, office: Office, housing_bureau: PublicBody
) -> None:
    county = make_mandate("xian", Actor.CREDIT_OFFICER, housing_bureau, housing_bureau.region.path)

    assert lead in outside_leads(office.officer)
    assert lead in outside_leads(office.head)
    assert lead not in outside_leads(office.liaison)
    assert lead not in outside_leads(county)


def test_its_page_tells_what_happened_and_why_it_stays_inside(
    lead: OutsideLead, officer_lin: Mandate, client: Client
) -> None:
    client.force_login(officer_lin.user)

    listed = client.get("/desk/outside/").content.decode()
    page = client.get(f"/desk/outside/{lead.pk}/").content.decode()

    assert lead.title in listed
    assert "不得公示（Q-24" in page
    assert "来源没有写明" in page
    assert lead.title not in client.get("/desk/all/").content.decode()


def test_its_page_is_not_there_for_others(lead: OutsideLead, liaison_tang: Mandate, client: Client) -> None:
    client.force_login(liaison_tang.user)

    assert client.get(f"/desk/outside/{lead.pk}/").status_code == 404
    assert lead.title not in client.get("/desk/outside/").content.decode()
