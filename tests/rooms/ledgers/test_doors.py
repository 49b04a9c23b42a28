"""A list is drawn as its reader sees it; what is long is made behind the page, for its asker, for a few days."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from tests.rooms.desk.trial import make_deadline, make_trial, trial
from tests.rooms.ledgers.reading import rows_of, texts_of_table

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers import queries
from chengxin.foundation.ledgers.models import FileState, LedgerFile
from chengxin.foundation.ledgers.operations import (
    AT_ONCE_MOST,
    UnableToDraw,
    ask_for_file,
    destroy_past,
    make_file,
)
from chengxin.foundation.ledgers.plugs import ledgers
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import home
from chengxin.ground.home import Home

__all__ = ["trial"]

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "monday", "trial"),
]
LIST = "/desk/ledgers/matters-visible/"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home in which workbooks may stand."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    return home.current()


@pytest.fixture
def matters(credit_office: PublicBody, housing_bureau: PublicBody, water_bureau: PublicBody) -> list[Matter]:
    """Three matters about the housing bureau, one about its neighbour."""
    bodies = (housing_bureau, housing_bureau, housing_bureau, water_bureau)
    made = [make_trial(body, credit_office) for body in bodies]
    make_deadline(made[1], date(2026, 11, 20))
    return made


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def small(monkeypatch: pytest.MonkeyPatch, most: int = 2) -> None:
    monkeypatch.setattr(queries, "IN_A_REQUEST", most)


def asked(by: Mandate, at: datetime, **changes: object) -> LedgerFile:
    said = {"code": "matters-visible", "asked": {}, "paper": "A4", "language": "zh-hans"}
    return ask_for_file(by=by, at=at, **(said | changes))  # type: ignore[arg-type]


def test_the_workbook_and_the_print_hold_what_the_list_shows(
    matters: list[Matter], officer_lin: Mandate
) -> None:
    client = as_(officer_lin)
    for query in ("", "?words=水利", "?due=overdue", "?where=trial:noticed"):
        listed = texts_of_table(client.get(f"/desk/all/{query}").content)

        book = rows_of(client.get(f"{LIST}workbook.xlsx{query}").content)
        printed = client.get(f"{LIST}print/{query}")

        assert [row[0] for row in book] == [row[0] for row in listed]
        assert texts_of_table(printed.content) == [[text for text in row if text] for row in book]
    assert [row[0] for row in rows_of(client.get(f"{LIST}workbook.xlsx?words=水利").content)] == [
        matters[3].title
    ]


def test_filters_stand_above_in_words(matters: list[Matter], officer_lin: Mandate) -> None:
    said = as_(officer_lin).get(f"{LIST}print/?where=trial:noticed&due=overdue&words=住房").content.decode()

    assert "类别和状态：演示事项：已告知；期限：已经逾期；单位、标题或者编号：住房" in said
    assert f"制表人：{officer_lin.user.display_name}（{officer_lin.post}）" in said


def test_a_neighbour_draws_only_its_own(matters: list[Matter], neighbour_bai: Mandate) -> None:
    assert [row[0] for row in rows_of(as_(neighbour_bai).get(f"{LIST}workbook.xlsx").content)] == [
        matters[3].title
    ]


def test_a_list_that_is_none_of_ones_own_is_not_there(liaison_tang: Mandate, officer_lin: Mandate) -> None:
    assert as_(liaison_tang).get("/desk/ledgers/imports/").status_code == 404
    assert as_(officer_lin).get("/desk/ledgers/imports/").status_code == 200
    assert as_(officer_lin).get("/desk/ledgers/nothing/").status_code == 404


def test_dossiers_of_persons_are_no_list_to_take_away() -> None:
    assert not [ledger.code for ledger in ledgers() if "dossier" in ledger.code or "official" in ledger.code]


class TestBehindThePage:
    def test_what_is_long_is_not_made_in_the_request(
        self, matters: list[Matter], officer_lin: Mandate, here: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        small(monkeypatch)
        client = as_(officer_lin)

        assert "超过 2 行" in client.get(LIST).content.decode()
        for door in ("workbook.xlsx", "print/"):
            assert client.get(f"{LIST}{door}?words=局").headers["Location"] == "../?words=%E5%B1%80"
        sent = client.post(LIST, {"paper": "A3"})
        (file,) = LedgerFile.objects.all()
        assert sent.headers["Location"] == f"/desk/ledgers/files/{file.pk}/"
        assert (file.state, file.paper) == (FileState.WAITING, "A3")

    def test_is_made_handed_to_its_asker_and_to_nobody_else(
        self, matters: list[Matter], officer_lin: Mandate, officer_he: Mandate, here: Home, monday: datetime
    ) -> None:
        file = asked(officer_lin, monday, asked={"words": "住房"})

        make_file(file=file, home=here, at=monday)

        client, address = as_(officer_lin), f"/desk/ledgers/files/{file.pk}/"
        assert (file.state, file.rows, file.share) == (FileState.DONE, 3, 100)
        assert client.get(f"{address}progress/").headers["HX-Refresh"] == "true"
        assert "下载工作簿" in client.get(address).content.decode()
        assert len(rows_of(client.get(f"{address}workbook.xlsx").getvalue())) == 3
        for door in ("", "progress/", "workbook.xlsx"):
            assert as_(officer_he).get(address + door).status_code == 404

    def test_the_same_asked_twice_is_one_and_too_many_are_refused(
        self, officer_lin: Mandate, monday: datetime
    ) -> None:
        first = asked(officer_lin, monday)

        assert asked(officer_lin, monday) == first
        for number in range(1, AT_ONCE_MOST):
            asked(officer_lin, monday, asked={"words": str(number)})
        with pytest.raises(UnableToDraw, match="正在生成"):
            asked(officer_lin, monday, asked={"words": "再一份"})

    def test_made_once_more_after_a_break_is_the_same(
        self, matters: list[Matter], officer_lin: Mandate, here: Home, monday: datetime
    ) -> None:
        file = asked(officer_lin, monday)
        LedgerFile.objects.filter(pk=file.pk).update(state=FileState.MAKING, rows=2)
        file.refresh_from_db()

        make_file(file=file, home=here, at=monday)
        before = queries.place_of(here, file).read_bytes()
        make_file(file=file, home=here, at=monday)

        assert (file.state, file.rows) == (FileState.DONE, 4)
        assert queries.place_of(here, file).read_bytes() == before

    def test_who_left_the_post_gets_nothing(
        self, matters: list[Matter], officer_lin: Mandate, here: Home, monday: datetime
    ) -> None:
        file = asked(officer_lin, monday)
        Mandate.objects.filter(pk=officer_lin.pk).update(ended_at=monday)

        make_file(file=file, home=here, at=monday)

        assert file.state == FileState.FAILED
        assert "岗位已经变动" in file.message
        assert not queries.place_of(here, file).exists()

    def test_what_cannot_be_made_says_so(
        self,
        matters: list[Matter],
        officer_lin: Mandate,
        here: Home,
        monday: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("chengxin.foundation.ledgers.operations.MOST_ROWS", 3)
        file = asked(officer_lin, monday)

        make_file(file=file, home=here, at=monday)

        assert (file.state, file.message) == (FileState.FAILED, "台账超过 3 行，请先筛选")

    def test_its_file_is_destroyed_when_its_days_are_over(
        self, matters: list[Matter], officer_lin: Mandate, here: Home, monday: datetime
    ) -> None:
        file = asked(officer_lin, monday, asked={"words": "住房"})
        make_file(file=file, home=here, at=monday)
        place = queries.place_of(here, file)

        assert destroy_past(home=here, at=file.ends_at - timedelta(seconds=1)) == 0
        assert place.exists()
        assert destroy_past(home=here, at=file.ends_at) == 1

        file.refresh_from_db()
        assert (file.state, file.asked) == (FileState.ENDED, {})
        assert not place.exists()
        assert as_(officer_lin).get(f"/desk/ledgers/files/{file.pk}/workbook.xlsx").status_code == 404
        assert destroy_past(home=here, at=file.ends_at) == 0
