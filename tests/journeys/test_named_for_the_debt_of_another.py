"""A township is named for another's debt: contested at once, put right everywhere. 演示数据。"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.harness import PHONE, assert_accessible, open_page
from tests.cast import make_mandate, make_region
from tests.journeys.conftest import Town
from tests.journeys.doors import as_, morning_of, open_matter, press, the_log_follows
from tests.journeys.handling import do, do_as, the_paper_is_served
from tests.rooms.objections.cases import make_public_record

from chengxin.chain.records.models import Record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.foundation.transparency.models import Publication
from chengxin.ground import clock
from chengxin.site.demo.steps import Office
from chengxin.site.sinks import carry_reference
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__")]

NAMED, MERGED, SUCCESSOR = "演示县云山镇人民政府", "演示县柳河镇人民政府", "演示县石桥镇人民政府"
CLAIM = f"演示数据：欠款的是{MERGED}，该镇并入{SUCCESSOR}，不是本镇。"
FOUND = f"演示数据：经核对撤并文件，债务由{SUCCESSOR}承继。"


@dataclass(frozen=True)
class Townships:
    """The one that is named, the one that owed and is no more, the one that took it over; the phone of the first."""

    named: PublicBody
    successor: PublicBody
    liaison: Mandate
    phone: Page


@pytest.fixture
def townships(register: None, county: Region, site: str, browser: Browser) -> Iterator[Townships]:
    def body(id: str, name: str) -> PublicBody:  # noqa: A002
        region = make_region(f"x{id}", name[3:6], Level.TOWNSHIP, county)
        return add_body(
            id=id,
            name=name,
            kind=BodyKind.GOVERNMENT,
            region=region,
            source="演示数据",
            is_fictional=True,
        )

    named, successor, merged = body("ys", NAMED), body("sq", SUCCESSOR), body("lh", MERGED)
    PublicBody.objects.filter(pk=merged.pk).update(ended_on=date(2026, 3, 1), successor=successor)
    liaison = make_mandate("yun", Actor.LIAISON, named, named.path)
    with open_page(browser, site, PHONE) as phone:
        yield Townships(named, successor, liaison, phone)


def test_it_is_marked_at_once_and_the_right_body_is_heard_anew(townships: Townships, town: Town) -> None:
    carry_reference()
    with morning_of("2026-11-23"):
        record, address = it_is_public(townships, town)
        the_township_objects_on_its_phone(townships, record)
        within_days(town, record, due="2026-11-26")  # three working days
        do_as(town.desk, town.officer, contest(record), "受理")
        the_log_follows()
        everybody_reads_that_it_is_contested(town, address)
        do(town.desk, contest(record), "转提供单位协查", {"协查事项": "请核对被告的承继关系。"})
        within_days(town, record, due="2026-12-02")  # seven, from the same day
    with morning_of("2026-11-25"):
        answered = {"答复日期": "2026-11-25", "答复内容": FOUND}
        do_as(town.desk, town.officer, contest(record), "登记协查答复", answered)
        removed = {"核查情况和理由": FOUND, "正确的当事单位（选填）": SUCCESSOR}
        do_as(town.desk, town.head, contest(record), "异议成立，撤销", removed)
        the_log_follows()
        nothing_public_names_the_township(town, townships, address)
        the_right_body_is_heard_from_the_beginning(town, townships)
        office = (town.officer, town.second_officer, town.lawyer, town.head)
        the_paper_is_served(town.desk, office, "异议处理决定书", townships.liaison)


def contest(record: Matter) -> str:
    return f"对{record.title}的异议"


def it_is_public(townships: Townships, town: Town) -> tuple[Matter, str]:
    """The record stands, as an import and four persons left it, and a visitor finds it."""
    office = Office(
        town.officer, town.second_officer, town.lawyer, town.head, town.release_reviewer, townships.liaison
    )
    record = make_public_record(body=townships.named, office=office, at=clock.now())
    the_log_follows()
    address = f"/records/{Publication.objects.get(matter=record).key}/"
    town.visitor.goto(address)
    expect(town.visitor.get_by_role("main")).to_contain_text(NAMED)
    assert leading_to(address, town, townships) == ["home", "feed", "search", "body"]
    return record, address


def the_township_objects_on_its_phone(townships: Townships, record: Matter) -> None:
    as_(townships.phone, townships.liaison)
    open_matter(townships.phone, record.title)
    press(
        townships.phone,
        "提出异议",
        {"异议事由": "信息错误：主体错误，不是本单位的行为", "异议内容": CLAIM},
    )
    assert_accessible(townships.phone)


def within_days(town: Town, record: Matter, *, due: str) -> None:
    """The day by which it must be decided stands on the page of the objection."""
    as_(town.desk, town.officer)
    open_matter(town.desk, contest(record))
    expect(town.desk.get_by_role("main")).to_contain_text(due)


def everybody_reads_that_it_is_contested(town: Town, address: str) -> None:
    town.visitor.goto(address)
    expect(town.visitor.get_by_role("heading", name="异议处理中")).to_be_visible()


def leading_to(address: str, town: Town, townships: Townships) -> list[str]:
    """Return which of home, feed, search and the page of the body tell that the township has this public record.

    That something with this key was withdrawn, of whomever, the feed goes on saying.
    """
    named = (address.split("/")[2], NAMED)
    places = {
        "home": "/index.json",
        "feed": "/feed.atom",
        "search": "/search/index.json?q=云山",
        "body": f"/bodies/{townships.named.pk}/index.json",
    }
    answers = {place: town.visitor.request.get(where) for place, where in places.items()}
    assert all(answer.ok for answer in answers.values())
    return [place for place, answer in answers.items() if all(each in answer.text() for each in named)]


def nothing_public_names_the_township(town: Town, townships: Townships, address: str) -> None:
    """Page and twin of the record are gone, and nothing leads to them."""
    asked = town.visitor.request
    for gone in (address, f"{address}index.json"):
        answer = asked.get(gone)
        assert answer.status == 410, gone
        assert NAMED not in answer.text(), gone
    assert leading_to(address, town, townships) == []
    town.visitor.goto(f"/bodies/{townships.named.pk}/")
    expect(town.visitor.get_by_role("main")).to_contain_text("没有正在公示的失信记录")


def the_right_body_is_heard_from_the_beginning(town: Town, townships: Townships) -> None:
    """Against the successor the same instrument is proposed anew, unpublished: notice and hearing come first."""
    (anew,) = Record.objects.filter(matter__body=townships.successor)
    assert anew.matter.state == "draft"
    assert not Publication.objects.filter(matter=anew.matter).exists()
    as_(town.desk, town.officer)
    open_matter(town.desk, anew.matter.title)
    expect(town.desk.get_by_role("main")).to_contain_text(SUCCESSOR)
