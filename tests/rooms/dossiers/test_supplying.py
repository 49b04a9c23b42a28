"""Only authorised suppliers, only closed lists: everything else is refused with row, column, found and expected."""

import io
from datetime import date, datetime, timedelta

import pytest
import xlsxwriter
from tests.cast import make_mandate
from tests.law import the_rulebook
from tests.rooms.dossiers.cases import NAME, NUMBER, row, sanctioned

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.ground.sheets import FileRefused, RefusedRow, SourceRow, open_rows
from chengxin.mechanisms.dossiers.models import Entry, PersonNotice, RefusedEntry, Supply
from chengxin.mechanisms.dossiers.sources.entries import columns
from chengxin.mechanisms.dossiers.supplying import (
    NotAuthorised,
    discard_refused,
    grant_authority,
    hand_in,
    refused_of,
    take_file,
    write_refused,
)
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


def problems(supply: Supply) -> str:
    return " ".join(str(problem) for opened in refused_of(supply) for problem in opened.problems)


def test_a_sanction_is_kept_with_its_legal_period_and_the_person_is_told(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)

    assert (entry.official, entry.item, entry.months) == (official, "warning", 6)
    assert entry.until == date(2027, 2, 28)
    assert [(each.kind, each.entry) for each in PersonNotice.objects.all()] == [("entry", entry)]


def test_the_same_again_changes_nothing(official: Official, inspector: Mandate, monday: datetime) -> None:
    sanctioned(inspector, monday)

    again = hand_in(rows=[row(), row()], by=inspector, at=monday)

    assert (again.kept, again.duplicates, again.refused) == (0, 2, 0)
    assert (Entry.objects.count(), PersonNotice.objects.count()) == (1, 1)


def test_combined_sanctions_last_as_long_as_was_set_within_the_law(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday, item="降级", count="3", months="48")

    assert entry.until == date(2030, 8, 31)
    refused = hand_in(
        rows=[row(item="降级", count="3", months="49", document_number="演示监〔2026〕4号")],
        by=inspector,
        at=monday,
    )
    assert "3 个降级的期间应当是 24 至 48 个月" in problems(refused)


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        ({"item": "家庭房产两套"}, "内容", "C-21"),
        ({"item": "患病"}, "内容", "C-22"),
        ({"item": "多次信访"}, "内容", "C-57"),
        ({"item": "表现较差"}, "内容", "违法违纪违约行为的清单用语：警告"),
        ({"input": "社会关系"}, "信息类别", "个人事项报告"),
        ({"input": "年度考核结果", "item": "称职"}, "信息类别", "本单位有权提供的类别"),
        ({"document_number": "口头"}, "文号", "这样的字号"),
        ({"decided_on": "去年"}, "日期", "这样的日期"),
        ({"decided_on": "2030-01-01"}, "日期", "不晚于今天"),
        ({"number": "999999180001999990"}, "公民身份号码", "已登记的公务员的号码"),
        ({"number": "12"}, "公民身份号码", "18 位"),
        ({"name": "测试乙"}, "姓名", "与该号码登记的姓名一致"),
        ({"months": "9"}, "合并确定的期间（月）", "6 个月"),
        ({"count": "两个", "months": "9"}, "合并的处分个数", "整数"),
        ({"item": ""}, "内容", "不空的内容"),
        ({"备注": "此人一贯……"}, "备注", "档案只收模板的各列"),
        ({"家庭存款": "若干"}, "家庭存款，涉及“存款”", "档案只收模板的各列"),
    ],
)
def test_what_does_not_belong_into_a_dossier_is_refused_by_column(
    official: Official,
    inspector: Mandate,
    monday: datetime,
    changes: dict[str, str],
    column: str,
    expected: str,
) -> None:
    supply = hand_in(rows=[row(**changes)], by=inspector, at=monday)

    assert (supply.kept, supply.refused) == (0, 1)
    told = problems(supply)
    assert f"「{column}" in told
    assert expected in told
    assert NUMBER not in told
    assert NAME not in told
    assert not Entry.objects.exists()


def test_an_organ_without_authority_supplies_nothing(
    official: Official, stranger: Mandate, monday: datetime
) -> None:
    with pytest.raises(NotAuthorised, match="只由有权机关报送"):
        hand_in(rows=[row()], by=stranger, at=monday)


def test_an_authority_that_has_ended_lets_nothing_in(
    official: Official, stranger: Mandate, monday: datetime
) -> None:
    grant_authority(
        body=stranger.body,
        input=DossierInput.VIOLATIONS,
        document_number="演示组〔2026〕2号",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 11, 22),
        at=monday,
    )

    with pytest.raises(NotAuthorised):
        hand_in(rows=[row()], by=stranger, at=monday)
    assert hand_in(rows=[row()], by=stranger, at=monday - timedelta(days=1)).kept == 1


def test_a_role_that_is_not_for_persons_supplies_nothing(
    official: Official, discipline_organ: PublicBody, monday: datetime
) -> None:
    liaison = make_mandate("lianluo", Actor.LIAISON, discipline_organ, discipline_organ.path)

    with pytest.raises(NotAuthorised):
        hand_in(rows=[row()], by=liaison, at=monday)


def test_nobody_supplies_about_oneself(official: Official, inspector: Mandate, monday: datetime) -> None:
    Mandate.objects.create(
        user=inspector.user,
        role=Actor.OFFICIAL,
        body=official.employer,
        scope=official.employer.path,
        post="公务员本人",
        official=official,
        valid_from=date(2020, 1, 1),
    )

    assert "由他人报送" in problems(hand_in(rows=[row()], by=inspector, at=monday))


def test_one_act_is_not_punished_twice(
    official: Official, inspector: Mandate, stranger: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    grant_authority(
        body=stranger.body,
        input=DossierInput.VIOLATIONS,
        document_number="演示组〔2026〕2号",
        valid_from=date(2026, 1, 1),
        at=monday,
    )

    supply = hand_in(rows=[row(document_number="演示水〔2026〕9号")], by=stranger, at=monday)

    assert "R-28" in problems(supply)


def workbook(*rows: dict[str, str], extra: tuple[str, ...] = ()) -> io.BytesIO:
    target = io.BytesIO()
    titles = {column.name: column.title_zh for column in columns(the_rulebook(), date(2026, 11, 23))}
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [*titles.values(), *extra])
        for at, cells in enumerate(rows, start=1):
            sheet.write_row(at, 0, [cells.get(name, "") for name in (*titles, *extra)])
    target.seek(0)
    return target


def test_a_workbook_is_taken_and_its_refused_rows_come_back_as_one(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    good, bad = row().cells, row(item="表现较差").cells
    supply = take_file(
        file=workbook(dict(good), dict(bad)),  # type: ignore[arg-type]
        name="信息.xlsx",
        by=inspector,
        at=monday,
    )
    assert (supply.kept, supply.refused) == (1, 1)

    back = io.BytesIO()
    assert write_refused(supply, back, on=date(2026, 11, 23)) == 1
    back.seek(0)
    with open_rows(back, columns=columns(the_rulebook(), date(2026, 11, 23))) as stream:
        (again,) = [each for each in stream if isinstance(each, SourceRow | RefusedRow)]
    assert again.cells["number"] == NUMBER
    assert again.cells["item"] == "表现较差"


def test_a_column_for_remarks_is_refused_whatever_it_says(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    file = workbook({**row().cells, "备注": "无"}, extra=("备注",))  # type: ignore[dict-item]

    supply = take_file(file=file, name="信息.xlsx", by=inspector, at=monday)

    assert (supply.kept, supply.refused) == (0, 1)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04torn", "姓名\n测试甲\n".encode()],
    ids=["empty", "binary", "torn", "headless"],
)
def test_a_torn_file_is_refused_whole(
    inspector: Mandate, official: Official, monday: datetime, content: bytes
) -> None:
    with pytest.raises(FileRefused):
        take_file(file=io.BytesIO(content), name="信息.xlsx", by=inspector, at=monday)
    assert not Supply.objects.exists()


def test_refused_rows_are_sealed_and_destroyed_by_their_supplier_alone(
    official: Official, inspector: Mandate, stranger: Mandate, monday: datetime
) -> None:
    supply = hand_in(rows=[row(item="表现较差")], by=inspector, at=monday)

    assert NUMBER.encode() not in bytes(RefusedEntry.objects.get().sealed)
    with pytest.raises(NotCompetent):
        discard_refused(supply=supply, by=stranger)
    assert discard_refused(supply=supply, by=inspector) == 1
    assert not RefusedEntry.objects.exists()
