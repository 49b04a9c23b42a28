"""A request by form: what it must say, how a township answers it, that it is counted; what was reported stands."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import make_body, make_mandate, make_region
from tests.papers import paper
from tests.rooms.ledgers.reading import rows_of
from tests.rooms.returns.town import build

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import BodyKind, Level
from chengxin.ground import clock
from chengxin.insight.returns import operations
from chengxin.insight.returns.asks import WhatIsAsked, ask
from chengxin.insight.returns.burden import by_township
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.known import known_before
from chengxin.insight.returns.models import Ask
from chengxin.insight.returns.periods import read_period
from chengxin.insight.returns.queries import return_of, template_of
from chengxin.insight.returns.summary_ledgers import SUMMARY
from chengxin_core.lifecycle.returns import ReturnState
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
WHOLE: dict[str, str | list[str]] = {
    "title": "演示数据：专项整治摸底",
    "why": "演示数据：整治方案要知道各地有多少问题",
    "basis_kind": "document",
    "basis": "演示数据：《专项整治方案》演发改〔2026〕12号",
    "period": "2026",
    "figures": "发现的问题（个）\n涉及金额（元）",
    "question": "演示数据：最难解决的是什么？",
    "papers": "演示数据：台账",
    "due_on": "2027-03-15",
    "groups": ["grassroots"],
    "names": "演示甲市演示局",
}


@dataclass(frozen=True)
class Asked:
    """A township with its two people, a bureau with its liaison, the officer who asks, and one of another city."""

    liaison: Mandate
    head: Mandate
    bureau: Mandate
    officer: Mandate
    elsewhere: Mandate

    def matter(self, of: Mandate) -> Matter:
        return Matter.objects.get(kind="return", body=of.body)


@pytest.fixture
def county(rules: str) -> Asked:
    town = build(rules)
    office = make_body("lead", "演示甲市发展和改革委员会", town.regions["c1"])
    place = make_region("t", "演示镇", Level.TOWNSHIP, town.regions["x"])
    township = make_body("zhen", "演示甲县演示镇人民政府", place, BodyKind.GOVERNMENT)
    bureau = make_body("bureau", "演示甲市演示局", town.regions["c1"])
    other = make_body("other", "演示乙市演示局", town.regions["c2"])
    return Asked(
        make_mandate("lian", Actor.LIAISON, township, township.path, reach="body"),
        make_mandate("zhen", Actor.BODY_HEAD, township, township.path, reach="body", post="镇长"),
        make_mandate("ju", Actor.LIAISON, bureau, bureau.path, reach="body"),
        make_mandate("shou", Actor.CREDIT_OFFICER, office, town.regions["c1"].path),
        make_mandate("bie", Actor.LIAISON, other, other.path, reach="body"),
    )


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def test_a_township_is_told_what_why_by_whom_until_when_answers_by_phone_and_holds_a_receipt(
    county: Asked,
) -> None:
    officer, liaison, head = as_(county.officer), as_(county.liaison), as_(county.head)
    answer = officer.post("/desk/returns/asks/new/", WHOLE, follow=True).content.decode()
    matter = county.matter(county.liaison)
    page = liaison.get("/desk/").content.decode()

    assert "2 个单位没有报来" in answer
    for told in (
        "演示数据：专项整治摸底",
        "演示数据：整治方案要知道",
        "演发改〔2026〕12号",
        "演示甲市发展和改革委员会",
        "2027-03-15",
    ):
        assert told in page
    fill = f"/desk/matters/{matter.pk}/fill/"
    codes = [each["code"] for each in Ask.objects.get().columns]
    said = {
        f"value_{codes[0]}": "3",
        f"value_{codes[1]}": "12,000.50",
        f"reason_{codes[0]}": "演示数据：台账",
        f"reason_{codes[1]}": "演示数据：台账",
        "version": matter.version,
    }
    refused = liaison.post(fill, said).content.decode()
    assert "请填写答复" in refused
    assert "请上传：演示数据：台账" in refused
    papers = SimpleUploadedFile("t.pdf", paper(), "application/pdf")
    liaison.post(fill, {**said, "note": "演示数据：缺人。", "papers": papers})
    matter.refresh_from_db()
    head.post(f"/desk/matters/{matter.pk}/sign/", {"version": matter.version, "opinion": ""})
    matter.refresh_from_db()

    assert matter.state == ReturnState.SUBMITTED
    assert "回执" in liaison.get(f"/desk/matters/{matter.pk}/").content.decode()
    summed = officer.get(f"/desk/returns/asks/{Ask.objects.get().pk}/").content.decode()
    for shown in ("12,000.50", "演示数据：缺人。", "1 个单位没有报来：演示甲市演示局"):
        assert shown in summed
    rows = rows_of(officer.get(f"/desk/ledgers/{SUMMARY}/workbook.xlsx?ask={Ask.objects.get().pk}").content)
    assert ["演示甲县演示镇人民政府", "已报", "发现的问题", "个", "3", "演示数据：台账"] in [
        [str(cell) for cell in row] for row in rows
    ]
    (counted,) = by_township(county.officer, 2026)
    assert (counted.total.now, counted.total.by_form, counted.total.returns) == (1, 1, 0)


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ({"basis": "领导要求"}, "应当写明文号"),
        ({"basis_kind": "clause"}, "应当写成“《…》第…条”"),
        ({"figures": "", "question": "", "papers": ""}, "数字、说明、文件至少要一样"),
        ({"groups": [], "names": ""}, "没有选中任何单位"),
        ({"names": "演示甲市演示局\n演示乙市演示局"}, "第 2 行“演示乙市演示局”"),
        ({"due_on": "2026-11-20"}, "截止日应当在今天"),
        ({"figures": "（个）"}, "第 1 行“（个）”没有写明是什么数字"),
        ({"period": "明年"}, "应当是 2026-10、2026Q3 或者 2026 这样的期间"),
    ],
)
def test_what_does_not_state_its_basis_its_end_or_whom_is_not_sent(
    county: Asked, left: dict[str, object], said: str
) -> None:
    page = as_(county.officer).post("/desk/returns/asks/new/", {**WHOLE, **left}).content.decode()

    assert said in page
    assert not Ask.objects.exists()


def test_digits_of_the_period_may_be_wide(county: Asked) -> None:
    as_(county.officer).post("/desk/returns/asks/new/", {**WHOLE, "period": "２０２６Ｑ３"})

    assert Ask.objects.get().period == "2026Q3"


def test_what_was_reported_for_the_period_is_taken_over_whoever_asks_again(county: Asked) -> None:
    figures = (("应当培训的人数", "人"), ("发现的问题", "个"))
    first = ask_for(county, figures)
    mine = Matter.objects.get(stated_return__ask=first)
    codes = [each["code"] for each in first.columns]
    assert codes[0] == "trainees"  # a column of the rulebook, by its wording
    operations.fill(
        matter=mine,
        by=county.liaison,
        at=clock.now(),
        figures={code: Stated(number, "演示数据：名册") for number, code in enumerate(codes, 4)},
    )
    operations.sign(matter=mine, by=county.head, at=clock.now())

    again = Matter.objects.get(stated_return__ask=ask_for(county, figures))
    known = known_before(return_of(again), template_of(return_of(again))).same
    assert {code: each.value for code, each in known.items()} == {codes[0]: 4, codes[1]: 5}


def test_what_nobody_has_begun_is_withdrawn_and_who_does_not_ask_sees_no_form(county: Asked) -> None:
    made = ask_for(county, (("发现的问题", "个"),))
    page = as_(county.officer).post(
        f"/desk/returns/asks/{made.pk}/withdraw/", {"reason": "演示数据：不再需要"}, follow=True
    )

    assert "已对 1 个单位收回" in page.content.decode()
    assert county.matter(county.liaison).state == ReturnState.WAIVED
    assert as_(county.liaison).get("/desk/returns/asks/new/").status_code == 403
    assert as_(county.liaison).get(f"/desk/returns/summary/?ask={made.pk}").status_code == 404


def ask_for(county: Asked, figures: tuple[tuple[str, str], ...]) -> Ask:
    period = read_period("2026")
    assert period is not None
    what = WhatIsAsked(
        "演示数据：摸底", "演示数据：汇总", "演示数据：〔2026〕3号", period, date(2027, 3, 15), figures
    )
    return ask(what=what, bodies=[county.liaison.body], by=county.officer, at=clock.now())
