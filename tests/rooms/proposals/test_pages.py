"""Suggestions as their readers meet them: by form, by file, in a list; what is refused says where and why."""

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import make_mandate
from tests.rooms.proposals.conftest import Registered

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.queries import children_of
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground.sheets import SourceRow
from chengxin.mechanisms.proposals.listing import page_of
from chengxin.mechanisms.proposals.models import Proposal, ProposalImport, RefusedProposal
from chengxin.mechanisms.proposals.operations import assign
from chengxin.mechanisms.proposals.taking_in import refused_of, take_rows
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "monday", "housing_bureau"),
]
ROW = {
    "source": "人大代表建议",
    "session": "十九届一次会议",
    "number": "012",
    "title": "关于建设跨河人行桥的建议",
    "text": "演示数据：建议在城北建设一座人行桥。",
    "proposer": "测试甲",
    "received_on": "2026-11-20",
    "body": "演示县住房和城乡建设局",
}


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def rows_of(*changes: dict[str, str]) -> list[SourceRow]:
    return [SourceRow(number, ROW | each) for number, each in enumerate(changes, start=2)]


class TestFiles:
    def test_one_bad_row_does_not_stop_the_rest(self, clerk_mo: Mandate, monday: datetime) -> None:
        taken = take_rows(
            given=rows_of({}, {"number": "013", "received_on": "上周"}, {"number": "014"}),
            by=clerk_mo,
            at=monday,
        )

        assert (taken.kept, taken.duplicates, taken.refused) == (2, 0, 1)
        (row,) = refused_of(taken)
        assert str(row.problems[0]).count("上周") == 1
        assert "测试甲".encode() not in bytes(RefusedProposal.objects.get().sealed)

    def test_the_same_file_again_changes_nothing(self, clerk_mo: Mandate, monday: datetime) -> None:
        take_rows(given=rows_of({}), by=clerk_mo, at=monday)

        again = take_rows(given=rows_of({}), by=clerk_mo, at=monday)

        assert (again.kept, again.duplicates, Proposal.objects.count()) == (0, 1, 1)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"source": "来信"}, "来源"),
            ({"body": "没有这个局"}, "主办单位"),
            ({"text": "测试甲建议"}, "内容"),
            ({"text": ""}, "内容"),
            ({"number": "1" * 21}, "编号"),
        ],
    )
    def test_a_refused_row_says_which_column(
        self, changes: dict[str, str], said: str, clerk_mo: Mandate, monday: datetime
    ) -> None:
        taken = take_rows(given=rows_of(changes), by=clerk_mo, at=monday)

        (row,) = refused_of(taken)
        assert row.problems[0].column == said

    def test_through_the_door_come_back_to_be_mended(self, clerk_mo: Mandate) -> None:
        desk = as_(clerk_mo)
        header = ",".join(("来源", "届次", "编号", "标题", "内容", "提出者", "收到日期", "主办单位"))
        lines = [
            header,
            ",".join(ROW.values()),
            ",".join((ROW | {"number": "013", "body": "没有这个局"}).values()),
        ]
        upload = SimpleUploadedFile("建议.csv", "\n".join(lines).encode("utf-8-sig"))

        answer = desk.post("/desk/proposals/imports/", {"file": upload}, follow=True)

        assert "登记 1 行，重复 0 行，退回 1 行" in answer.content.decode()
        taken = ProposalImport.objects.get()
        workbook = desk.get(f"/desk/proposals/imports/{taken.pk}/refused.xlsx")
        assert io.BytesIO(workbook.getvalue()).read(2) == b"PK"
        assert desk.get("/desk/proposals/imports/template.xlsx").status_code == 200


def test_only_who_assigns_may_register(liaison_tang: Mandate) -> None:
    assert as_(liaison_tang).get("/desk/proposals/new/").status_code == 403


def test_a_form_that_names_who_proposed_is_refused_without_repeating_it(clerk_mo: Mandate) -> None:
    said = ROW | {"source": "deputy", "text": "测试甲建议建设人行桥"}

    answer = as_(clerk_mo).post("/desk/proposals/new/", said)

    assert "当事人姓名" in answer.content.decode()
    assert not Proposal.objects.exists()


class TestTheList:
    def test_never_tells_who_proposed(self, registered: Registered, clerk_mo: Mandate) -> None:
        registered()

        shown = as_(clerk_mo).get("/desk/proposals/").content.decode()

        assert "人大代表建议012号：关于建设跨河人行桥的建议" in shown
        assert "测试甲" not in shown

    def test_shows_nothing_that_is_not_ones_own_to_see(
        self, registered: Registered, neighbour_bai: Mandate, water_bureau: PublicBody
    ) -> None:
        registered()

        assert "跨河人行桥" not in as_(neighbour_bai).get("/desk/proposals/").content.decode()

    def test_goes_on_page_by_page_with_as_many_queries(
        self, registered: Registered, clerk_mo: Mandate
    ) -> None:
        matters = [registered(number=f"{number:03d}") for number in range(5)]
        with CaptureQueriesContext(
            connection,
        ) as few:
            first = page_of(clerk_mo, "open", size=1)
        with CaptureQueriesContext(connection) as many:
            rest = page_of(clerk_mo, "open", after=first.next_key, size=10)

        assert [each.pk for each in (*first.matters, *rest.matters)] == [
            each.pk for each in reversed(matters)
        ]
        assert len(many) == len(few)


def test_who_proposed_is_shown_to_the_two_sides_alone(
    registered: Registered,
    clerk_mo: Mandate,
    liaison_tang: Mandate,
    neighbour_bai: Mandate,
    congress_office: PublicBody,
    city: Region,
    monday: datetime,
) -> None:
    matter = registered()
    assign(matter=matter, by=clerk_mo, at=monday, co_handlers=[neighbour_bai.body])
    (helping,) = children_of(matter, "co_handling")
    supervisor = make_mandate("jian", Actor.CONGRESS_SUPERVISOR, congress_office, city.path)

    def shown(holder: Mandate, pk: int) -> str:
        answer = as_(holder).get(f"/desk/matters/{pk}/")
        assert "建议在城北建设一座人行桥" in answer.content.decode()
        return str(answer.content.decode())

    for side in (clerk_mo, liaison_tang):
        assert "测试甲" in shown(side, matter.pk)
    assert "测试甲" not in shown(supervisor, matter.pk)
    assert "测试甲" not in shown(neighbour_bai, helping.pk)
