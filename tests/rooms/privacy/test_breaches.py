"""A breach goes from its discovery to whoever must be told, in time; a named chief decides; nobody is named in it."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.privacy import breaches
from chengxin.mechanisms.privacy.models import Breach
from chengxin_core.lifecycle.privacy import BreachNature
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "papers_are_not_printed"),
]
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def plain_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a paper says stands in its bytes."""
    for name in ("render_pdf", "render_docx"):
        monkeypatch.setattr(breaches, name, lambda paper: repr(paper).encode())


@pytest.fixture
def security(credit_office: PublicBody) -> Mandate:
    return make_mandate("anquan", Actor.SECURITY_ADMIN, credit_office, credit_office.path)


@pytest.fixture
def head(credit_office: PublicBody) -> Mandate:
    return make_mandate("fuze", Actor.BODY_HEAD, credit_office, credit_office.path)


@pytest.fixture
def found(security: Mandate, head: Mandate, monday: datetime) -> Matter:
    return breaches.discover(
        by=security, chief=head, nature=BreachNature.LEAKED, discovered_on=DAY, stated="演示数据：一份表格误发。",
        at=monday,
    )  # fmt: skip


def assessed(matter: Matter, by: Mandate, at: datetime, **said: object) -> None:
    told = {"kinds": "演示数据：任职信息", "persons": 12, "cause": "误发", "harm": "可能被打扰"}
    breaches.assess(matter=matter, by=by, at=at, **{**told, **said})  # type: ignore[arg-type]


def contained(matter: Matter, by: Mandate, at: datetime) -> None:
    breaches.contain(
        matter=matter, by=by, at=at, measures="已收回", advice="留意来电", contact="信用中心 0531-00000000"
    )


class TestTheWay:
    def test_runs_from_discovery_over_the_report_to_the_persons(
        self, found: Matter, security: Mandate, head: Mandate, monday: datetime
    ) -> None:
        due = dict(Deadline.objects.filter(matter=found).values_list("clock", "due_on"))
        assert due == {breaches.CONTAIN: date(2026, 11, 24), breaches.REPORT: date(2026, 11, 24)}

        assessed(found, security, monday)
        contained(found, security, monday)
        breaches.report(matter=found, by=head, at=monday, reported_to="演示市网信办")
        assert Deadline.objects.get(matter=found, ended_on=None).clock == breaches.TELL
        breaches.tell(matter=found, by=head, at=monday, told_how="演示数据：短信通知十二人")

        found.refresh_from_db()
        assert found.state == "told"
        assert not Deadline.objects.filter(matter=found, ended_on=None).exists()

    def test_may_end_without_telling_where_a_chief_says_why(
        self, found: Matter, security: Mandate, head: Mandate, monday: datetime
    ) -> None:
        assessed(found, security, monday)
        contained(found, security, monday)
        breaches.report(matter=found, by=head, at=monday, reported_to="演示市网信办")

        breaches.tell_not(matter=found, by=head, at=monday, told_how="演示数据：全部收回，未被打开")

        assert Breach.objects.get(matter=found).told_how == "演示数据：全部收回，未被打开"

    def test_ends_at_once_where_nothing_happened(
        self, found: Matter, head: Mandate, monday: datetime
    ) -> None:
        breaches.dismiss(matter=found, by=head, at=monday, reason="演示数据：收件人有权查阅")

        assert not Deadline.objects.filter(matter=found, ended_on=None).exists()


class TestTheReport:
    def test_holds_the_three_things_of_the_law_and_cites_it(
        self, found: Matter, security: Mandate, head: Mandate, monday: datetime
    ) -> None:
        assessed(found, security, monday)
        contained(found, security, monday)

        breaches.report(matter=found, by=head, at=monday, reported_to="演示市网信办")

        names = list(Attachment.objects.filter(matter=found).order_by("pk").values_list("name", flat=True))
        assert names == [
            f"个人信息安全事件{what}.{ending}" for what in ("报告", "通知") for ending in ("pdf", "docx")
        ]
        said = repr(breaches.report_of(Breach.objects.get(matter=found), monday))
        for part in (
            "第五十七条第一款",
            "任职信息",
            "误发",
            "可能被打扰",
            "已收回",
            "留意来电",
            "信用中心",
            "12 人",
        ):
            assert part in said
        assert "12 人" not in repr(breaches.notice_of(Breach.objects.get(matter=found), monday))

    def test_is_refused_while_something_is_lacking(
        self, found: Matter, security: Mandate, head: Mandate, monday: datetime
    ) -> None:
        assessed(found, security, monday)

        with pytest.raises(breaches.ReportLacking, match="补救措施、个人可以采取的措施、联系方式"):
            breaches.report(matter=found, by=head, at=monday, reported_to="演示市网信办")

    def test_is_for_the_chief_who_was_named(
        self, found: Matter, security: Mandate, credit_office: PublicBody, monday: datetime
    ) -> None:
        assessed(found, security, monday)
        another = make_mandate("ling", Actor.BODY_HEAD, credit_office, credit_office.path)

        with pytest.raises(NotCompetent, match="写明的单位负责人"):
            breaches.report(matter=found, by=another, at=monday, reported_to="演示市网信办")


class TestWhatIsWritten:
    def test_holds_no_number_of_a_person(self, found: Matter, security: Mandate, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="请隐去"):
            assessed(found, security, monday, cause="误发给13800000000")

    def test_is_seen_by_who_takes_part_and_by_nobody_else(
        self, found: Matter, security: Mandate, head: Mandate, officer_lin: Mandate
    ) -> None:
        assert all(visible_matter(each, found.pk).exists() for each in (security, head))
        assert not visible_matter(officer_lin, found.pk).exists()


class TestEntering:
    def test_is_for_the_security_administrator_with_another_chief(
        self, head: Mandate, officer_lin: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(NotCompetent, match="安全管理员"):
            breaches.discover(
                by=officer_lin,
                chief=head,
                nature=BreachNature.LOST,
                discovered_on=DAY,
                stated="演示",
                at=monday,
            )

    def test_is_not_of_tomorrow(self, security: Mandate, head: Mandate, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="不能晚于今天"):
            breaches.discover(
                by=security, chief=head, nature=BreachNature.LOST, discovered_on=DAY + timedelta(days=1),
                stated="演示", at=monday,
            )  # fmt: skip

    def test_on_its_page_leads_to_the_matter(
        self, client: Client, security: Mandate, head: Mandate, officer_lin: Mandate
    ) -> None:
        client.force_login(security.user)
        sent = client.post(
            "/desk/privacy/breaches/",
            {"nature": "lost", "discovered_on": "2026-11-23", "stated": "演示数据", "chief": str(head.pk)},
        )

        assert "演示数据" in client.get(sent["Location"]).content.decode()
        assert "丢失" in client.get("/desk/privacy/breaches/").content.decode()
        client.force_login(officer_lin.user)
        assert client.get("/desk/privacy/breaches/").status_code == 403
