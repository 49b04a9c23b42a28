"""A deputy's suggestion is answered “planned for next year”: a promise at once, and a second answer once it is kept.

演示数据。
"""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import make_body, make_mandate
from tests.make import Office
from tests.papers import paper
from tests.rooms.commitments.conftest import pass_reviews

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency.models import Publication
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
PLANNED = {
    "kind": "planned",
    "text": "演示数据：列入2027年计划，建成跨河人行桥。",
    "target": "人行桥1座",
    "due_on": "2027-12-31",
}


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def page(holder: Mandate, address: str) -> str:
    answer = as_(holder).get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def press(holder: Mandate, matter: Matter, code: str, **said: object) -> str:
    """Press a button as its holder, confirm, and return the page that follows."""
    version = Matter.objects.get(pk=matter.pk).version
    filled = {"version": version, "confirmed": "on", **said}
    answer = as_(holder).post(f"/desk/matters/{matter.pk}/{code}/", filled, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    matter.refresh_from_db()
    return str(answer.content.decode())


def test_planned_for_next_year_is_answered_again_when_it_is_done(
    office: Office,
    housing_bureau: PublicBody,
    neighbour_bai: Mandate,
    city: Region,
    monday: datetime,
    rules: str,
) -> None:
    congress = make_body("brd", "演示市人大常委会代表工作机构", city)
    clerk = make_mandate("mo", Actor.INTAKE_OFFICER, congress, city.path)
    head = make_mandate(
        "ning", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="局长", reach=Reach.BODY
    )
    supervisor = make_mandate("jian", Actor.CONGRESS_SUPERVISOR, congress, city.path)
    liaison = office.liaison

    # Registered by the organ that assigns, with a co-handling body; who proposed is for the two sides.
    as_(clerk).post(
        "/desk/proposals/new/",
        {
            "source": "deputy",
            "session": "十九届一次会议",
            "number": "012",
            "title": "关于建设跨河人行桥的建议",
            "text": "演示数据：建议在城北建设一座人行桥。",
            "proposer": "测试甲、测试乙",
            "received_on": "2026-11-20",
            "body": housing_bureau.name,
        },
    )
    matter = Matter.objects.get(kind="proposal")
    press(clerk, matter, "assign", co_handlers=neighbour_bai.body.name)
    press(liaison, matter, "take")
    helping = Matter.objects.get(kind="co_handling")
    assert "建议在城北建设一座人行桥" in page(neighbour_bai, f"/desk/matters/{helping.pk}/")
    press(neighbour_bai, helping, "give", text="河道条件允许")
    assert "河道条件允许" in page(liaison, f"/desk/matters/{matter.pk}/")
    assert "测试甲" in page(liaison, f"/desk/matters/{matter.pk}/")
    assert "测试甲" not in page(supervisor, f"/desk/matters/{matter.pk}/")
    assert "测试甲" not in page(neighbour_bai, f"/desk/matters/{helping.pk}/")

    # The head signs; the same moment the ledger holds what was planned.
    press(liaison, matter, "draft", **PLANNED)
    assert matter.title in page(head, "/desk/")
    signed = press(head, matter, "sign")
    promise = Matter.objects.get(kind="commitment")
    assert promise.number in signed
    opened = f'href="/desk/matters/{promise.pk}/"'
    assert opened in page(liaison, f"/desk/matters/{matter.pk}/")
    assert (opened in page(clerk, f"/desk/matters/{matter.pk}/")) == (
        as_(clerk).get(f"/desk/matters/{promise.pk}/").status_code == 200
    )
    press(clerk, matter, "hear", attitude="satisfied", result="satisfied", said_on="2026-11-23")
    assert matter.state == "follow_up"
    pass_reviews(promise, office, monday)
    press(liaison, promise, "enter", owner=liaison.pk)

    # A year later it is built, verified by the organ above, and the deputy is told.
    after = monday + timedelta(days=300)
    with clock.standing_at(after):
        assert f"/desk/matters/{matter.pk}/draft/" not in page(liaison, f"/desk/matters/{matter.pk}/")
        done = date(2027, 9, 10)
        press(
            liaison,
            promise,
            "report",
            fulfilled_on=done,
            text="已建成",
            attachments=SimpleUploadedFile("验收单.pdf", paper()),
        )
        press(office.officer, promise, "verify", fulfilled_on=done, reason="现场核实")
        assert promise.state == "fulfilled"
        assert "落实以后再次答复" in page(liaison, f"/desk/matters/{matter.pk}/")
        press(liaison, matter, "draft", kind="solved", text="演示数据：人行桥已经建成通行。")
        press(head, matter, "sign")
        press(clerk, matter, "hear", attitude="satisfied", result="satisfied", said_on="2027-09-19")

    assert matter.state == "closed"
    assert not Publication.objects.exists()
