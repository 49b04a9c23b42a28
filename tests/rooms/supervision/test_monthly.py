"""Monthly figures of complaints: small numbers hidden, published after a review, drilled by those who may."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin.mechanisms.supervision import monthly
from chengxin.mechanisms.supervision.answering import rate
from chengxin.mechanisms.supervision.counting import Month, found_in, public_figures, seen_by
from chengxin.mechanisms.supervision.models import MonthlyCounts
from chengxin.site.demo.complaints import A_DAY, Desks, send, take
from chengxin_core.lifecycle.ratings import Satisfaction
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.own_sql]

NOVEMBER = Month(2026, 11)


@pytest.fixture
def six(rules: str, home: Home, housing_bureau: PublicBody, desks: Desks, monday: datetime) -> list[Any]:
    """Six complaints, of which one was answered in time, one late, and one rated."""
    sent = [
        send(body=housing_bureau, text=f"演示数据：第{number}份合同款没有支付。", desks=desks, at=monday)
        for number in range(6)
    ]
    take(sent[0], "unfounded", monday)
    rate(voice=sent[0].voice, choice=Satisfaction.SATISFIED, text="", at=monday + 6 * A_DAY)
    take(sent[1], "verifying", monday)
    from chengxin.site.demo.complaints import unfounded

    unfounded(sent[1], monday + 50 * A_DAY)
    return sent


@pytest.fixture
def office(home: Home, credit_office: PublicBody, city: Region) -> dict[str, Mandate]:
    signer.make_log_key(home, origin="chengxin.example/log")
    root = city.parent or city
    return {
        "officer": make_mandate("qin", Actor.CREDIT_OFFICER, credit_office, root.path),
        "head": make_mandate("qi", Actor.CREDIT_HEAD, credit_office, root.path),
        "release": make_mandate("han", Actor.RELEASE_REVIEWER, credit_office, root.path),
    }


def fresh() -> Matter:
    return Matter.objects.select_related("body", "organ").get(kind="complaint_counts")


def test_counts_what_each_month_brought(six: list[Any], housing_bureau: PublicBody, desks: Desks) -> None:
    november, january = (
        found_in(month, Matter.objects.of_kind("complaint")) for month in (NOVEMBER, Month(2027, 1))
    )

    assert november.by_body("received") == {housing_bureau.pk: 6}
    assert november.by_body("in_time") == {housing_bureau.pk: 1}
    assert november.by_body("rated") == {housing_bureau.pk: 1}
    assert november.content == 1
    assert january.by_body("late") == {housing_bureau.pk: 1}


def test_shows_no_small_number_and_no_share_of_too_few(six: list[Any]) -> None:
    figures = public_figures(NOVEMBER, is_demo=True)

    (row,) = figures["rows"]
    assert row["counts"] == {"received": 6, "in_time": None, "late": 0, "rated": None}
    assert row["bodies"][0]["counts"] == {"received": 6, "in_time": None, "late": 0, "rated": None}
    assert figures["satisfaction"] is None


def test_who_sees_no_complaint_counts_none(six: list[Any], desks: Desks) -> None:
    elsewhere = desks.verifier.liaison

    assert sum(len(found_in(NOVEMBER, seen_by(elsewhere)).of[what]) for what in ("received",)) < 6
    assert len(found_in(NOVEMBER, seen_by(desks.intake)).of["received"]) == 6


def test_is_drawn_up_once_checked_reviewed_published_and_taken_down(
    six: list[Any], office: dict[str, Mandate], client: Client, monday: datetime
) -> None:
    december = monday + 10 * A_DAY
    assert monthly.draw_up(at=december) == 1
    assert monthly.draw_up(at=december) == 0
    assert MonthlyCounts.objects.get().month == "2026-11"

    monthly.check(matter=fresh(), by=office["officer"], at=december)
    checks = {"disclosure_passed": True, "secrecy_passed": True, "personal_passed": True}
    monthly.show(matter=fresh(), by=office["release"], at=december, ground="同意", **checks)
    run_sequencer(at=december)
    (publication,) = Publication.objects.all()

    shown = client.get(f"/complaint-counts/{publication.key}/").getvalue().decode()
    assert "不显示" in shown
    assert "2026年11月违约失信投诉办理情况" in client.get("/complaint-counts/").getvalue().decode()
    twin = client.get(f"/complaint-counts/{publication.key}/index.json").json()
    assert twin["content"]["rows"][0]["counts"]["received"] == 6

    monthly.take_down(matter=fresh(), by=office["head"], at=december + A_DAY, reason="演示数据")
    run_sequencer(at=december + A_DAY)
    assert client.get(f"/complaint-counts/{publication.key}/").status_code == 410


def test_each_number_at_the_desk_leads_to_the_complaints_behind_it(
    six: list[Any], desks: Desks, client: Client, housing_bureau: PublicBody
) -> None:
    client.force_login(desks.intake.user)
    shown = client.get("/desk/complaints/counts/?month=2026-11").content.decode()
    address = f"/desk/complaints/counts/behind/?month=2026-11&amp;what=received&amp;body={housing_bureau.pk}"
    assert f'<a href="{address}">6</a>' in shown

    behind = client.get(address.replace("&amp;", "&")).content.decode()
    assert behind.count("/desk/matters/") >= 6
    assert client.get("/desk/complaints/counts/behind/?month=2026-11&what=all&body=x").status_code == 404
