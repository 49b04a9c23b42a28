"""A return from the night that asks for it to its receipt: who makes, checks and receives it, and what is kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import make_body, make_mandate
from tests.rooms.ledgers.reading import rows_of, texts_of_table
from tests.rooms.returns.town import Town, build

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter, MatterMove
from chengxin.foundation.matters.operations import NewMatter, UnableToMove, open_matters
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import BodyKind
from chengxin.insight.returns import operations
from chengxin.insight.returns.columns import template_named
from chengxin.insight.returns.filling import Stated
from chengxin.insight.returns.forms import EnteredFigure
from chengxin.insight.returns.models import Return, ReturnCell
from chengxin.insight.returns.opening import open_due
from chengxin.insight.returns.queries import newest_version, return_of
from chengxin.insight.returns.return_ledgers import RECEIVED
from chengxin_core.lifecycle.consequences import RECTIFICATION
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("monday"),
]
FIRST_NIGHT = datetime(2026, 11, 1, 20, tzinfo=UTC)  # the 2nd in Beijing
IN_TIME = datetime(2026, 11, 9, 2, tzinfo=UTC)
TOO_LATE = datetime(2026, 11, 20, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Hall:
    """A city's bureau with its liaison and head, and the officer of the province who receives."""

    town: Town
    liaison: Mandate
    head: Mandate
    officer: Mandate

    def stated(self, code: str) -> Matter:
        return Matter.objects.get(stated_return__code=code, body=self.liaison.body)


@pytest.fixture
def hall(rules: str) -> Hall:
    town = build(rules)
    province = town.regions["p"]
    office = make_body("lead", "演示省发展和改革委员会", province)
    make_body("gov", "演示省人民政府", province, BodyKind.GOVERNMENT)
    bureau = make_body("bureau", "演示甲市演示局", town.regions["c1"])
    new = [NewMatter(RECTIFICATION, f"演示数据：整改{number}", bureau, office, rules) for number in (1, 2)]
    for matter in open_matters(new=new, by=None, at=datetime(2026, 9, 1, tzinfo=UTC)):
        Matter.objects.filter(pk=matter.pk).update(shown_at=matter.opened_at)
        MatterMove.objects.create(
            matter=matter,
            code="order",
            from_state="x",
            to_state="ordered",
            at=datetime(2026, 10, 8, tzinfo=UTC),
        )
    hall = Hall(
        town,
        make_mandate("lian", Actor.LIAISON, bureau, bureau.path, reach="body"),
        make_mandate("tou", Actor.BODY_HEAD, bureau, bureau.path, reach="body"),
        make_mandate("shou", Actor.CREDIT_OFFICER, office, province.path),
    )
    open_due(at=FIRST_NIGHT)
    return hall


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def hand_in(hall: Hall, matter: Matter, at: datetime, **figures: Stated) -> Matter:
    operations.fill(matter=matter, by=hall.liaison, at=at, figures=figures)
    operations.check(matter=matter, by=hall.head, at=at)
    operations.submit(matter=matter, by=hall.liaison, at=at)
    return matter


def test_the_night_opens_what_can_still_be_in_time_once_for_each_body_with_its_clock(hall: Hall) -> None:
    opened = {each.code: each for each in Return.objects.filter(owner=hall.liaison.body)}

    assert set(opened) == {"double_publicity", "rectification", "governance"}
    assert {(each.period, each.due_on) for each in opened.values()} == {("2026-10", date(2026, 11, 10))}
    assert {each.due_on for each in Deadline.objects.running()} == {date(2026, 11, 10)}
    assert open_due(at=FIRST_NIGHT) == 0
    assert (
        open_due(at=TOO_LATE) == 0
    )  # October's day has passed: nothing is called late that was not asked for
    assert (
        open_due(at=datetime(2026, 12, 1, 2, tzinfo=UTC)) == 4
    )  # November's three, and the training of the year
    assert hall.stated("training").organ == hall.officer.body


def test_the_number_of_queries_does_not_grow_with_the_bodies(hall: Hall) -> None:
    december, january = (datetime(2026, 12, 1, 2, tzinfo=UTC), datetime(2027, 1, 2, 2, tzinfo=UTC))
    officer = as_(hall.officer)
    officer.get("/desk/returns/received/")  # what a first visit reads once
    with CaptureQueriesContext(connection) as few:
        open_due(at=december)
    with CaptureQueriesContext(connection) as short_list:
        officer.get("/desk/returns/received/")
    for number in range(30):
        body = make_body(f"more{number}", f"演示甲市演示{number}局", hall.town.regions["c1"])
        make_mandate(f"lian{number}", Actor.LIAISON, body, body.path, reach="body")
    with CaptureQueriesContext(connection) as many:
        assert open_due(at=datetime(2026, 12, 2, 2, tzinfo=UTC)) == 4 * 30

    assert len(many) <= len(few)
    with CaptureQueriesContext(connection) as long_list:
        assert "下一页" in officer.get("/desk/returns/received/").content.decode()
    assert len(long_list) == len(short_list)
    assert Return.objects.filter(code="disclosure_department").count() == 0
    assert (
        open_due(at=january) == 31 * 6
    )  # three for the month, disclosure, suggestions and arrears for the year


def test_a_return_goes_from_hand_to_hand_and_each_version_stays_as_it_was(hall: Hall) -> None:
    matter = hand_in(hall, hall.stated("rectification"), IN_TIME)
    first = newest_version(return_of(matter))
    assert first is not None
    assert not first.is_late
    ordered = first.cells.get(code="ordered")
    assert (ordered.value, ordered.before, len(ordered.rows)) == (2, 0, 2)

    operations.send_back(matter=matter, by=hall.officer, at=IN_TIME, reason="演示数据：核对第一栏。")
    assert Deadline.objects.running().get(matter=matter).clock == "returns.hand_in_again"
    MatterMove.objects.filter(matter=ordered.rows[0], to_state="ordered").delete()
    hand_in(hall, matter, TOO_LATE)

    second = newest_version(return_of(matter))
    assert second is not None
    assert (second.number, second.is_late) == (2, True)
    assert second.cells.get(code="ordered").value == 1
    assert ReturnCell.objects.get(pk=ordered.pk).value == 2
    page = as_(hall.officer).get(f"/desk/matters/{matter.pk}/").content.decode()
    assert "与上一版相比：责令整改 2 → 1" in page
    assert "逾期" in page
    operations.accept(matter=matter, by=hall.officer, at=TOO_LATE)
    assert not matter.is_open


def test_who_made_it_does_not_check_it_and_the_organ_sees_nothing_before_it_is_handed_in(hall: Hall) -> None:
    matter = hall.stated("rectification")
    operations.fill(matter=matter, by=hall.liaison, at=IN_TIME, figures={})
    body = hall.liaison.body
    both = make_mandate("lian", Actor.BODY_HEAD, body, body.path, reach="body")

    with pytest.raises(SamePerson, match="审核人不能是填报人本人"):
        operations.check(matter=matter, by=both, at=IN_TIME)
    assert [button.code for button, _why in kind_of(matter.kind).barred_for(matter, both)] == ["check"]
    page = as_(hall.officer).get(f"/desk/matters/{matter.pk}/").content.decode()
    assert "还没有上报" in page
    assert as_(hall.officer).get(f"/desk/returns/cell/?return={matter.pk}&figure=ordered").status_code == 404
    operations.refuse(matter=matter, by=hall.head, at=IN_TIME, reason="演示数据：再核对。")
    operations.fill(matter=matter, by=hall.liaison, at=IN_TIME, figures={}, note="演示数据：已核对")
    assert return_of(matter).versions.count() == 1  # what was never handed in is replaced


def test_what_is_counted_is_not_corrected_by_hand_and_what_is_not_counted_has_a_reason(hall: Hall) -> None:
    by_hand = Stated(3, "演示数据：政务服务系统")
    with pytest.raises(UnableToMove, match="由系统统计的栏目不能填写"):
        operations.fill(
            matter=hall.stated("rectification"), by=hall.liaison, at=IN_TIME, figures={"ordered": by_hand}
        )
    with pytest.raises(operations.NotWhole, match="作出行政许可决定"):
        operations.fill(matter=hall.stated("double_publicity"), by=hall.liaison, at=IN_TIME, figures={})


def test_the_law_is_cited_and_a_default_is_called_one(rules: str) -> None:
    book, day = current_rulebook(), date(2026, 11, 1)

    arrears, training = (template_named(book, code, on=day) for code in ("sme_arrears", "training"))

    assert [(each.unit, each.is_manual) for each in arrears.columns] == [("份", False), ("元", False)]
    assert all("保障中小企业款项支付条例" in each.basis for each in arrears.columns)
    assert {each.basis for each in training.columns} == {"系统默认，可调整"}
    assert len(template_named(book, "disclosure_department", on=day).manual) == 5


class TestPages:
    def test_a_wrong_figure_is_told_by_its_field_and_nothing_is_lost(self, hall: Hall) -> None:
        matter = hall.stated("double_publicity")
        place = f"/desk/matters/{matter.pk}/fill/"
        said = {
            "version": str(matter.version),
            "value_permits": "许多",
            "reason_permits": "演示数据：审批系统",
            "value_permits_in_time": "-3",
            "reason_permits_in_time": "演示数据：审批系统",
            "value_penalties": "１，２００",
            "reason_penalties": "",
            "value_penalties_in_time": "",
            "reason_penalties_in_time": "演示数据：执法系统",
        }
        client = as_(hall.liaison)

        page = client.post(place, said).content.decode()

        for told in (
            "“作出行政许可决定”应当是整数，现在是“许多”",
            "“其中7个工作日内公示的许可”不能是负数，现在是“-3”",
            "请写明“作出行政处罚决定”的数据来源和理由",
            "请填写“其中7个工作日内公示的处罚”，没有的填 0",
            'value="１，２００"',
        ):
            assert told in page
        assert Matter.objects.get(pk=matter.pk).state == "opened"
        said |= {"value_permits": "40", "value_permits_in_time": "38", "value_penalties_in_time": "7"}
        client.post(place, said | {"reason_penalties": "演示数据：执法系统"})
        version = newest_version(return_of(matter))
        assert version is not None
        assert [cell.value for cell in version.cells.all()] == [40, 38, 1200, 7]
        assert version.made_by == hall.liaison

    def test_lists_cells_print_and_workbook_say_the_same(self, hall: Hall) -> None:
        matter = hand_in(hall, hall.stated("rectification"), IN_TIME)
        officer, liaison = as_(hall.officer), as_(hall.liaison)

        missing = rows_of(officer.get(f"/desk/ledgers/{RECEIVED}/workbook.xlsx?standing=late").content)
        came_in = officer.get("/desk/returns/received/?standing=in").content.decode()
        query = f"?return={matter.pk}&version=1"
        cells = officer.get(f"/desk/returns/cell/{query}&figure=ordered").content.decode()
        stated = officer.get(f"/desk/returns/stated/{query}").content
        book = rows_of(officer.get(f"/desk/ledgers/return/workbook.xlsx{query}").content)

        assert [row[5] for row in missing] == ["逾期未报"] * 2
        assert matter.title in came_in
        assert "双公示月报" not in came_in.partition("<table")[2]
        assert "演示数据：整改1" in cells
        assert "共 2 件" in cells
        assert book[0][2:5] == ["2", "0", "系统统计"]
        assert [texts[0] for texts in texts_of_table(stated)] == [row[0] for row in book]
        assert officer.get(f"/desk/ledgers/return/print/{query}").status_code == 200
        assert liaison.get("/desk/returns/own/").content.decode().count("2026-10") >= 3
        assert "2026-10 责令整改月报" in as_(hall.head).get("/desk/returns/own/").content.decode()

    def test_a_frozen_cell_tells_how_many_rows_are_out_of_sight(self, hall: Hall) -> None:
        matter = hand_in(hall, hall.stated("rectification"), IN_TIME)
        (key, _other) = return_of(matter).versions.get().cells.get(code="ordered").rows
        Matter.objects.filter(pk=key).update(archived_at=TOO_LATE)

        page = (
            as_(hall.officer).get(f"/desk/returns/cell/?return={matter.pk}&figure=ordered").content.decode()
        )

        assert "共 2 件，其中 1 件您的岗位现在不能查看" in page
        assert "演示数据：整改1" not in page


@given(st.integers(0, 10**12))
def test_a_figure_is_read_however_its_thousands_are_set_apart(number: int) -> None:
    field = EnteredFigure(column="演示栏目", unit="件")

    assert field.clean(f"{number:,}") == field.clean(f" {number} ") == number
