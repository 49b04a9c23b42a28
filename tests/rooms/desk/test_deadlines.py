"""Deadlines through the desk's doors: why this day, as page and as JSON; suspended and extended; the day's summary."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.rooms.deadlines.clocks import load_clocks, run_clock
from tests.rooms.desk.trial import TRIAL
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.changing import extend_deadline, suspend_deadline
from chengxin.foundation.deadlines.digests import write_digests
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import clock
from chengxin_core.calendar import NEVER, legal_day

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("trial")]
NOTICE = "演示办函〔2026〕1号"


@pytest.fixture
def deadline(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Deadline:
    rules = load_clocks(at=monday)
    matter = make_matter(body=housing_bureau, organ=credit_office, at=monday, lifecycle=TRIAL, rulebook=rules)
    Matter.objects.filter(pk=matter.pk).update(shown_at=monday)
    return run_clock(matter, legal_day(monday))


def signed_in(client: Client, mandate: Mandate) -> Client:
    client.force_login(mandate.user)
    return client


def address(deadline: Deadline, end: str = "/") -> str:
    return f"/desk/matters/{deadline.matter_id}/deadlines/{deadline.pk}{end}"


def press(client: Client, deadline: Deadline, code: str, /, **data: Any) -> str:
    sent = {"version": deadline.matter.version, **data}
    return client.post(f"/desk/matters/{deadline.matter_id}/{code}/", sent, follow=True).content.decode()


class TestWhyThisDay:
    def test_answers_as_json_under_its_own_address_and_to_who_prefers_it(
        self, client: Client, deadline: Deadline, officer_lin: Mandate
    ) -> None:
        client = signed_in(client, officer_lin)

        named = client.get(address(deadline, ".json"))
        preferred = client.get(address(deadline), headers={"accept": "application/json"})

        assert named.json() == preferred.json()
        assert named.json()["due"] == "2026-12-21"
        assert named.json()["start"] == {"on": "2026-11-23", "event": "演示数据"}
        assert named.json()["rule"] == {"id": "Q-19", "gist": "演示答复", "source": "系统默认，可调整"}
        assert len(named.json()["steps"]) == 29

    def test_is_a_page_to_a_browser(self, client: Client, deadline: Deadline, officer_lin: Mandate) -> None:
        accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

        shown = signed_in(client, officer_lin).get(address(deadline), headers={"accept": accept})

        assert shown["Content-Type"].startswith("text/html")

    def test_shows_suspensions_and_extensions_by_post(
        self, client: Client, deadline: Deadline, head_zhou: Mandate, monday: datetime
    ) -> None:
        told: dict[str, Any] = {
            "notice": NOTICE,
            "notice_on": legal_day(monday),
            "by": head_zhou,
            "at": monday,
        }
        extend_deadline(matter=deadline.matter, deadline=deadline, added=3, reason="案情复杂", **told)
        suspend_deadline(
            matter=deadline.matter, deadline=deadline, ground="鉴定", from_on=legal_day(monday), **told
        )
        client = signed_in(client, head_zhou)

        page = client.get(address(deadline)).content.decode()
        answer = client.get(address(deadline, ".json")).json()

        assert all(
            words in page for words in ("中止中", "鉴定", "尚未恢复", "案情复杂", "工作机构负责人", NOTICE)
        )
        assert (answer["due"], answer["suspended"], answer["extended"]) == (None, True, 3)
        assert answer["suspensions"][0]["ground"] == "鉴定"
        assert answer["extensions"][0]["approved_by"] == head_zhou.post

    def test_does_not_exist_for_who_may_not_see_the_matter(
        self, client: Client, deadline: Deadline, neighbour_bai: Mandate
    ) -> None:
        client = signed_in(client, neighbour_bai)

        assert [client.get(address(deadline, end)).status_code for end in ("/", ".json")] == [404, 404]


class TestButtons:
    def test_suspend_and_resume_a_deadline_and_stand_in_the_timeline(
        self, client: Client, deadline: Deadline, officer_lin: Mandate, monday: datetime
    ) -> None:
        client = signed_in(client, officer_lin)
        said = {"what": "1", "from_on": "2026-11-23", "notice": NOTICE, "notice_on": "2026-11-23"}

        page = press(client, deadline, "suspend_deadline", **said)

        deadline.refresh_from_db()
        assert deadline.due_on == NEVER
        assert (
            page.count("期限“答复申请”自 2026-11-23 起中止：鉴定") == 2
        )  # as a message, and in the timeline
        with clock.standing_at(monday + timedelta(days=7)):
            page = press(client, deadline, "resume_deadline", deadline="0", on="2026-11-30")
        deadline.refresh_from_db()
        assert deadline.due_on == date(2026, 12, 25)
        assert "期限“答复申请”自 2026-11-30 起恢复计算，到期日为 2026-12-25" in page

    def test_a_refusal_is_told_on_the_form(
        self, client: Client, deadline: Deadline, head_zhou: Mandate
    ) -> None:
        said = {
            "deadline": "0",
            "added": "21",
            "reason": "案情复杂",
            "notice": NOTICE,
            "notice_on": "2026-11-23",
        }

        page = press(signed_in(client, head_zhou), deadline, "extend_deadline", **said)

        assert "应为 1 至 20 个工作日" in page

    def test_are_not_there_for_the_body(
        self, client: Client, deadline: Deadline, liaison_tang: Mandate
    ) -> None:
        said = {"what": "0", "from_on": "2026-11-23", "notice": NOTICE, "notice_on": "2026-11-23"}

        page = press(signed_in(client, liaison_tang), deadline, "suspend_deadline", **said)

        assert "这一步现在不能办理" in page
        deadline.refresh_from_db()
        assert deadline.due_on == date(2026, 12, 21)


def test_the_front_page_begins_with_what_is_due_and_late(
    client: Client, deadline: Deadline, officer_lin: Mandate, monday: datetime
) -> None:
    client = signed_in(client, officer_lin)
    before = client.get("/desk/").content.decode()
    with clock.standing_at(monday + timedelta(days=28)):
        write_digests(at=clock.now())

        page = client.get("/desk/").content.decode()

    assert "期限提要" not in before
    assert "一共有 1 项期限即将到期，0 项已经逾期" in page
    assert 'href="/desk/all/?due=soon"' in page
