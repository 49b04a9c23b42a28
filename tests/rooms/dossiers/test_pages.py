"""The pages as their readers use them: purpose before look, refusal in words, the own page, strangers outside."""

import io
from datetime import date, datetime

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.cast import make_mandate, make_official
from tests.rooms.dossiers.cases import NAME, NUMBER, Office, opinion, row, sanctioned

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers.looking import HANDLING, look
from chengxin.mechanisms.dossiers.models import Entry, Look, PersonNotice, Restoration, Supply
from chengxin_core.lifecycle.table import PERSONNEL, Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
PURPOSE = {"purpose": "appointment", "document_number": "演示组〔2026〕7号"}


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_a_dossier_is_shown_after_its_purpose_was_written_down(
    official: Official, clerk: Mandate, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    desk, address = as_(clerk), f"/desk/dossiers/{official.code}/"

    assert desk.get(address)["Location"] == f"{address}purpose/"
    refused = desk.post(f"{address}purpose/", {**PURPOSE, "document_number": "看看"})
    assert "请写明查阅所为的工作文号" in refused.content.decode()
    assert not Look.objects.exists()

    assert desk.post(f"{address}purpose/", PURPOSE)["Location"] == address
    page = text_of(desk, address)
    assert "影响期内，至 2027-02-28" in page
    assert "测*" in page
    assert NAME not in page
    assert NUMBER not in page
    assert Look.objects.get().purpose == "appointment"


def test_a_stated_purpose_is_for_one_dossier_one_reader_and_half_an_hour(
    official: Official, clerk: Mandate, second_clerk: Mandate, monday: datetime
) -> None:
    other = make_official(official.employer, official.authority, 2, "测试乙", at=monday)
    desk, address = as_(clerk), f"/desk/dossiers/{official.code}/"
    desk.post(f"{address}purpose/", PURPOSE)

    assert desk.get(f"/desk/dossiers/{other.code}/").status_code == 302
    assert as_(second_clerk).get(address).status_code == 302
    Look.objects.update(at=monday.replace(hour=0, minute=29))
    assert desk.get(address).status_code == 302


def test_the_whole_identity_is_shown_once_and_logged_apart(official: Official, clerk: Mandate) -> None:
    desk = as_(clerk)

    page = desk.post(f"/desk/dossiers/{official.code}/identity/", PURPOSE)

    assert NAME in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Look.objects.get().kind == "identity"
    assert NAME not in text_of(desk, f"/desk/dossiers/{official.code}/identity/")


def test_somebody_is_found_without_an_address_that_tells_whom(official: Official, clerk: Mandate) -> None:
    page = as_(clerk).post("/desk/dossiers/", {"do": "find", "words": NUMBER})

    assert page.status_code == 200
    assert official.code in page.content.decode()


@pytest.mark.parametrize("role", [each for each in Actor if each not in {*PERSONNEL, Actor.SYSTEM}])
def test_every_other_role_is_shown_no_page_of_anybody(
    role: Actor, official: Official, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)
    other = make_official(official.employer, official.authority, 2, "测试乙", at=monday)
    body = official.employer
    holder = make_mandate("any", role, body, body.path, official=other if role is Actor.OFFICIAL else None)
    desk, code = as_(holder), official.code
    places = ["", f"{code}/", f"{code}/purpose/", f"{code}/identity/", "supplies/", "supplies/1/"]
    own = [f"own/entries/{entry.pk}/{what}/" for what in ("object", "recovery", "remedy")]

    for place in (*places, *own):
        answer = desk.get(f"/desk/dossiers/{place}")
        assert answer.status_code in {403, 404}, place
        assert "测*" not in answer.content.decode()


def test_a_personnel_officer_of_another_organ_finds_nothing(
    official: Official, stranger: Mandate, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)
    desk = as_(stranger)

    for place in ("", "purpose/", "identity/"):
        assert desk.get(f"/desk/dossiers/{official.code}/{place}").status_code == 404
    assert desk.get(f"/desk/dossiers/supplies/{entry.supply_id}/").status_code == 404
    assert desk.get(f"/desk/dossiers/supplies/{entry.supply_id}/refused.xlsx").status_code == 404
    assert official.code not in text_of(desk, "/desk/dossiers/")


def test_an_entry_is_handed_in_on_the_page_and_what_is_wrong_is_told(
    official: Official, inspector: Mandate, monday: datetime
) -> None:
    desk, cells = as_(inspector), {key: str(value) for key, value in row().cells.items()}

    taken = desk.post("/desk/dossiers/supplies/", cells)
    assert "接受" in text_of(desk, taken["Location"])
    assert Entry.objects.count() == 1

    wrong = desk.post("/desk/dossiers/supplies/", {**cells, "name": "测试乙"})
    page = text_of(desk, wrong["Location"])
    assert "与该号码登记的姓名一致" in page
    assert NUMBER not in page
    assert "测试乙" not in page


def test_a_torn_file_is_told_on_the_page(official: Official, inspector: Mandate) -> None:
    torn = io.BytesIO(b"PK\x03\x04torn")
    torn.name = "信息.xlsx"

    page = as_(inspector).post("/desk/dossiers/supplies/", {"by_file": "1", "file": torn})

    assert page.status_code == 200
    assert "没有接收" in page.content.decode()
    assert not Supply.objects.exists()


def test_the_template_is_for_who_supplies(official: Official, inspector: Mandate) -> None:
    assert as_(inspector).get("/desk/dossiers/supplies/template.xlsx").content[:2] == b"PK"


def test_the_person_sees_sources_looks_notices_and_signs(
    official: Official, oneself: Mandate, clerk: Mandate, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    as_(clerk).post(f"/desk/dossiers/{official.code}/purpose/", PURPOSE)
    own = as_(oneself)

    page = text_of(own, "/desk/dossiers/own/")
    for told in (
        inspector.body.name,
        clerk.body.name,
        "任用",
        "演示组〔2026〕7号",
        "处分期内不得晋升",
        "复审",
    ):
        assert told in page
    assert NUMBER not in page

    notice = PersonNotice.objects.get()
    own.post(f"/desk/dossiers/own/notices/{notice.pk}/")
    notice.refresh_from_db()
    assert notice.known_on == date(2026, 11, 23)
    copied = own.get("/desk/dossiers/own/copy.json").json()
    assert copied["信息"][0]["内容"] == "警告"
    assert NAME not in str(copied)
    assert copied["查阅"][0]["岗位"] == clerk.post
    assert copied["查阅"][0]["时间"] == "2026-11-23T09:00:00+08:00"
    paper = own.get("/desk/dossiers/own/copy.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
    assert all(
        each in read for each in ("公务员信用档案副本", "警告", "任用", clerk.post, "2026-11-23 09:00")
    )
    assert NAME not in read


def test_the_person_objects_on_the_page_and_is_told_of_what_is_missing(
    official: Official, oneself: Mandate, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)
    own, address = as_(oneself), f"/desk/dossiers/own/entries/{entry.pk}/object/"

    assert "请选择异议事由" in own.post(address, {"stated": "有误"}).content.decode()
    filed = own.post(address, {"ground": "error", "stated": "演示：有误"})
    assert "档案异议" in text_of(own, filed["Location"])
    assert "正在办理" in own.post(address, {"ground": "error", "stated": "再次"}).content.decode()


def test_an_organ_that_looked_signs_that_it_set_things_right(
    official: Official, clerk: Mandate, stranger: Mandate, inspector: Mandate, monday: datetime
) -> None:
    entry = sanctioned(inspector, monday)
    told = Restoration.objects.create(
        official=official, entry=entry, kind="removed", body=clerk.body, at=monday
    )

    assert as_(stranger).post(f"/desk/dossiers/restorations/{told.pk}/").status_code == 404
    assert "信息已撤下" in text_of(as_(clerk), "/desk/dossiers/")
    as_(clerk).post(f"/desk/dossiers/restorations/{told.pk}/")
    told.refresh_from_db()
    assert told.read_by == clerk


def test_the_opinion_is_answered_at_the_desk(
    official: Official, office: Office, inspector: Mandate, monday: datetime
) -> None:
    sanctioned(inspector, monday)
    matter = opinion(official, office, monday, until="told")

    page = text_of(as_(office.oneself), f"/desk/matters/{matter.pk}/")

    assert "答复" in page
    assert "档案反映的情况" not in page
    assert "档案反映的情况" not in text_of(
        as_(office.chief), f"/desk/matters/{matter.pk}/"
    )  # no purpose stated

    look(official=official, by=office.chief, at=monday, purpose=HANDLING, document_number="演示组〔2026〕1号")
    assert "档案反映的情况" in text_of(as_(office.chief), f"/desk/matters/{matter.pk}/")
