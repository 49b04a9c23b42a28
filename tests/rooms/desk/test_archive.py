"""An archived matter is read for a purpose, and every reading is logged."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_deadline, make_trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import ArchiveRead, Matter
from chengxin.foundation.matters.operations import archive_tree, attach
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("trial")]
PURPOSE = "演示数据：复核统计口径"


@pytest.fixture
def archived(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    """A matter with a child, both archived."""
    matter = make_trial(housing_bureau, credit_office)
    child = make_trial(housing_bureau, credit_office)
    Matter.objects.filter(pk=child.pk).update(parent=matter)
    archive_tree(matter=matter, at=monday)
    return matter


@pytest.fixture
def archivist(credit_office: PublicBody, city: Region, client: Client) -> Mandate:
    mandate = make_mandate("dang", Actor.ARCHIVIST, credit_office, city.path, "档案管理")
    client.force_login(mandate.user)
    return mandate


def page(matter: Matter) -> str:
    return f"/desk/matters/{matter.pk}/"


def state(client: Client, matter: Matter, purpose: str = PURPOSE) -> str:
    return client.post(f"{page(matter)}purpose/", {"purpose": purpose}, follow=True).content.decode()


def test_asks_first_what_it_is_read_for(client: Client, archivist: Mandate, archived: Matter) -> None:
    response = client.get(page(archived))

    assert response.status_code == 302
    assert response["Location"] == f"{page(archived)}purpose/"
    assert "请先写明查阅目的" in client.get(response["Location"]).content.decode()
    assert not ArchiveRead.objects.exists()


def test_shows_the_matter_and_who_read_it_once_the_purpose_is_stated(
    client: Client, archivist: Mandate, archived: Matter
) -> None:
    shown = state(client, archived)

    assert PURPOSE in shown
    assert "档案查阅记录" in shown
    assert archivist.user.username not in shown


def test_a_purpose_of_no_words_is_none(client: Client, archivist: Mandate, archived: Matter) -> None:
    assert "至少四个字" in state(client, archived, "看看")
    assert not ArchiveRead.objects.exists()


def test_logs_every_reading_of_every_part_of_the_case_file(
    client: Client, archivist: Mandate, archived: Matter, monday: datetime
) -> None:
    digest, size = files.keep(home.current(), [b"demo"])
    upload = Upload("证明.pdf", digest, size, "application/pdf")
    (file,) = attach(matter=archived, part="proof", uploads=[upload], by=None, at=monday)
    child = archived.children.get()

    state(client, archived)
    client.get(page(archived))
    client.get(page(child))
    client.get(f"/desk/files/{archived.pk}/attachments/{file.pk}/").getvalue()

    read = ArchiveRead.objects.order_by("pk").values_list("matter", "mandate", "purpose")
    assert list(read) == [
        (pk, archivist.pk, PURPOSE) for pk in (archived.pk, archived.pk, child.pk, archived.pk)
    ]


def test_a_purpose_holds_for_one_case_file_under_one_post(
    client: Client, archivist: Mandate, archived: Matter, water_bureau: PublicBody, monday: datetime
) -> None:
    other = make_trial(water_bureau, archived.organ)
    archive_tree(matter=other, at=monday)

    state(client, archived)

    assert client.get(page(other)).status_code == 302
    assert client.get(page(archived)).status_code == 200


def test_offices_ask_and_log_nothing(
    client: Client, officer_lin: Mandate, housing_bureau: PublicBody, credit_office: PublicBody
) -> None:
    matter = make_trial(housing_bureau, credit_office)
    client.force_login(officer_lin.user)

    assert client.get(page(matter)).status_code == 200
    assert not ArchiveRead.objects.exists()


def test_what_is_archived_is_not_there_for_its_office(
    client: Client, officer_lin: Mandate, archived: Matter
) -> None:
    client.force_login(officer_lin.user)

    assert client.get(page(archived)).status_code == 404
    assert client.get(f"{page(archived)}purpose/").status_code == 404


@pytest.mark.parametrize("address", ["/desk/", "/desk/all/", "/desk/overdue/", "/desk/all/?where=trial"])
def test_no_list_tells_what_an_archived_matter_is_about(
    client: Client, archivist: Mandate, archived: Matter, address: str
) -> None:
    make_deadline(archived, date(2026, 11, 1))
    state(client, archived)

    shown = client.get(address).content.decode()

    assert archived.title not in shown
    assert archived.body.name not in shown
    assert "未按约定期限" not in shown


def test_a_list_shows_of_an_archived_matter_its_number_its_kind_and_the_day(
    client: Client, archivist: Mandate, archived: Matter
) -> None:
    rows = client.get("/desk/all/").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]

    assert archived.number in rows
    assert "演示事项" in rows
    assert "2026-11-23" in rows
    assert "已告知" not in rows


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "工程款"},
        {"words": "住房"},
        {"where": "trial:noticed"},
    ],
    ids=["标题", "单位", "状态"],
)
def test_no_search_tells_what_an_archived_matter_is_about(
    client: Client, archivist: Mandate, archived: Matter, asked: dict[str, str]
) -> None:
    shown = client.get("/desk/all/", asked).content.decode()

    assert archived.number not in shown
    assert "没有符合条件的事项" in shown


def test_an_archived_matter_is_found_by_its_number(
    client: Client, archivist: Mandate, archived: Matter
) -> None:
    child = archived.children.get()

    shown = client.get("/desk/all/", {"words": f" {archived.number} "}).content.decode()

    assert archived.number in shown
    assert child.number not in shown


@pytest.mark.parametrize("words", ["2025-{pk}", "2026-", "2026-x", "-1", "0000-1", "2026-999999999999999999"])
def test_a_number_that_is_none_finds_nothing(
    client: Client, archivist: Mandate, archived: Matter, words: str
) -> None:
    shown = client.get("/desk/all/", {"words": words.format(pk=archived.pk)}).content.decode()

    assert archived.number not in shown


def test_an_office_finds_its_matter_by_number_and_by_name(
    client: Client, officer_lin: Mandate, housing_bureau: PublicBody, credit_office: PublicBody
) -> None:
    matter = make_trial(housing_bureau, credit_office)
    client.force_login(officer_lin.user)

    for words in (matter.number, "工程款", housing_bureau.name):
        assert matter.title in client.get("/desk/all/", {"words": words}).content.decode(), words
