"""Nothing is destroyed but from a list that a named person approved, nor within its term, nor while a hold stands."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.audit.checking import verify
from chengxin.foundation.audit.guarding import take_guard_away
from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.retention import operations, plugs, rows
from chengxin.foundation.retention.commands import retention
from chengxin.foundation.retention.models import DestructionList, LegalHold
from chengxin.foundation.retention.plugs import record_classes
from chengxin.foundation.retention.queries import terms_in_words
from chengxin.foundation.signins.models import SignInEvent, SignInKind
from chengxin.foundation.signins.operations import note_event
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import clock
from chengxin.mechanisms.commitments.models import LedgerImport, RefusedPromise
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_sql]

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 1, 1, tzinfo=UTC)


@pytest.fixture
def security(rules: str, credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("anquan", Actor.SECURITY_ADMIN, credit_office, city.path)


@pytest.fixture
def auditor(rules: str, credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("shenji", Actor.AUDITOR, credit_office, city.path)


@pytest.fixture
def old_events(security: Mandate) -> None:
    """Three sign-ins past their term and one within it."""
    for days in (400, 300, 200, 10):
        note_event(user=security.user, kind=SignInKind.SIGNED_IN, at=AT - timedelta(days=days))


@pytest.fixture
def listed(old_events: None) -> DestructionList:
    operations.draft_due(at=AT)
    return DestructionList.objects.get(record_class="signins")


class TestAList:
    def test_names_how_much_of_a_class_is_past_its_term_and_by_which_clause(
        self, listed: DestructionList
    ) -> None:
        assert (str(listed), listed.count, listed.before) == ("销毁清单〔2026〕1号", 3, date(2026, 5, 21))
        assert listed.first_day == date(2025, 10, 19)
        assert "网络安全法" in listed.terms[0]
        assert "第二十三条" in listed.terms[0]

    def test_is_drafted_once_a_month_and_destroys_nothing_by_itself(self, listed: DestructionList) -> None:
        assert operations.draft_due(at=AT + timedelta(days=1)) == 0
        assert operations.carry_out(at=AT) == 0
        assert SignInEvent.objects.count() == 4

    def test_that_was_turned_down_comes_again_next_month(
        self, listed: DestructionList, security: Mandate
    ) -> None:
        operations.refuse(listed=listed, by=security, reason="演示数据：待核", at=AT)

        assert operations.draft_due(at=AT) == 0
        assert operations.draft_due(at=NEXT_MONTH) == 1
        assert str(DestructionList.objects.latest("pk")) == "销毁清单〔2026〕2号"


class TestApproving:
    def test_destroys_exactly_once_and_certifies_it(self, listed: DestructionList, security: Mandate) -> None:
        operations.approve(listed=listed, by=security, reason="演示数据：保存期满", at=AT)

        assert (operations.carry_out(at=AT), operations.carry_out(at=AT)) == (3, 0)
        listed.refresh_from_db()
        assert (listed.state, listed.destroyed, listed.certificate) == ("destroyed", 3, "销毁证明〔2026〕1号")
        assert SignInEvent.objects.count() == 1

    def test_is_for_who_decides_about_the_class(self, listed: DestructionList, auditor: Mandate) -> None:
        with pytest.raises(operations.NotCompetent, match="登录日志的销毁不由这一岗位审批"):
            operations.approve(listed=listed, by=auditor, reason="演示数据", at=AT)

    def test_takes_a_reason(self, listed: DestructionList, security: Mandate) -> None:
        with pytest.raises(operations.RetentionRefused, match="理由"):
            operations.approve(listed=listed, by=security, reason=" ", at=AT)

    def test_happens_once(self, listed: DestructionList, security: Mandate) -> None:
        operations.refuse(listed=listed, by=security, reason="演示数据", at=AT)

        with pytest.raises(operations.AlreadyDecided):
            operations.approve(listed=listed, by=security, reason="演示数据", at=AT)


class TestAHold:
    @pytest.mark.parametrize("code", ["signins", ""], ids=["本类", "全部"])
    def test_blocks_an_approval_and_says_why(
        self, listed: DestructionList, security: Mandate, auditor: Mandate, code: str
    ) -> None:
        operations.hold(code=code, ground="演示数据：审计通知书〔2026〕9号", by=auditor, at=AT)

        with pytest.raises(operations.HeldBack, match="审计通知书〔2026〕9号"):
            operations.approve(listed=listed, by=security, reason="演示数据", at=AT)

    def test_of_another_class_blocks_nothing(
        self, listed: DestructionList, security: Mandate, auditor: Mandate
    ) -> None:
        operations.hold(code="audit", ground="演示数据", by=auditor, at=AT)

        operations.approve(listed=listed, by=security, reason="演示数据", at=AT)

        assert operations.carry_out(at=AT) == 3

    def test_set_after_the_approval_still_stops_it_until_another_person_lifts_it(
        self, listed: DestructionList, security: Mandate, auditor: Mandate
    ) -> None:
        operations.approve(listed=listed, by=security, reason="演示数据", at=AT)
        held = operations.hold(code="signins", ground="演示数据：诉讼", by=auditor, at=AT)
        assert operations.carry_out(at=AT) == 0

        with pytest.raises(operations.NotCompetent, match="由另一人解除"):
            operations.lift(held=held, ground="演示数据", by=auditor, at=AT)
        operations.lift(held=held, ground="演示数据：诉讼终结", by=security, at=AT)

        assert operations.carry_out(at=AT) == 3

    def test_keeps_lists_from_being_drafted(self, old_events: None, auditor: Mandate) -> None:
        operations.hold(code="signins", ground="演示数据", by=auditor, at=AT)

        operations.draft_due(at=AT)

        assert not DestructionList.objects.filter(record_class="signins").exists()

    def test_is_no_affair_of_other_posts(self, officer_lin: Mandate) -> None:
        with pytest.raises(operations.NotCompetent):
            operations.hold(code="", ground="演示数据", by=officer_lin, at=AT)


def test_the_audit_is_destroyed_from_a_list_and_its_chain_still_holds(auditor: Mandate) -> None:
    take_guard_away()
    AuditEntry.objects.all().delete()
    with clock.standing_at(AT - timedelta(days=4 * 366)):
        for number in range(4):
            User.objects.create_user(f"old{number}", None)
    with clock.standing_at(AT):
        told = CliRunner().invoke(retention, ["due"])
        listed = DestructionList.objects.get(record_class="audit")
        assert f"{listed.pk}: {listed} 审计记录" in told.output
        assert listed.mark.startswith("第 4 条")

        done = CliRunner().invoke(
            retention, ["approve", str(listed.pk), "--by", "shenji", "--why", "演示数据：期满"]
        )

    assert "已销毁 4 条，销毁证明〔2026〕1号" in done.output
    assert verify(on=AT.date()).holds


def test_every_class_names_terms_that_the_rulebook_knows(rules: str) -> None:
    for each in plugs.record_classes():
        by_law = all("系统默认" not in term for term in terms_in_words(each.terms, on=AT.date()))
        assert by_law or each.terms == rows.REFUSED_ROWS, each.code  # no law says how long those lie sealed


class TestThePages:
    @pytest.fixture
    def signed_in(self, client: Client, security: Mandate) -> Client:
        client.force_login(security.user)
        return client

    def test_lead_from_the_list_to_the_certificate(self, listed: DestructionList, signed_in: Client) -> None:
        assert str(listed) in signed_in.get("/desk/retention/").content.decode()
        address = f"/desk/retention/{listed.pk}/"
        assert signed_in.get(f"{address}certificate/").status_code == 404

        signed_in.post(address, {"decision": "approve", "reason": "演示数据：期满"})
        operations.carry_out(at=AT)

        assert "不能恢复" in signed_in.get(f"{address}certificate/").content.decode()

    def test_set_and_show_a_hold(self, listed: DestructionList, signed_in: Client, auditor: Mandate) -> None:
        signed_in.post("/desk/retention/", {"code": "signins", "ground": "演示数据：调查〔2026〕2号"})
        held = LegalHold.objects.get()

        refused = signed_in.post(
            f"/desk/retention/{listed.pk}/", {"decision": "approve", "reason": "演示数据"}
        ).content.decode()

        assert "已决定停止销毁" in refused
        client = Client()
        client.force_login(auditor.user)
        client.post(f"/desk/retention/holds/{held.pk}/", {"ground": "演示数据：结案"})
        assert LegalHold.objects.get().lifted_by == auditor

    def test_are_closed_to_others(self, client: Client, officer_lin: Mandate) -> None:
        client.force_login(officer_lin.user)

        assert client.get("/desk/retention/").status_code == 403


def test_every_class_knows_its_terms_and_what_is_past_them(rules: str, auditor: Mandate) -> None:
    """Each with a term of the rulebook, in words; none destroys for a post that does not decide, or too early."""
    found = list(record_classes())
    assert {each.code for each in found} >= {
        "audit", "signins", "inquiries", "dossiers.looks", "privacy.requests", "privacy.persons", "privacy.looks",
        "dossiers.refused", "commitments.refused", "proposals.refused", "supervision.refused",
        "inquiries.refused", "evidence.refused", "history.refused",
    }  # fmt: skip
    for each in found:
        assert len(terms_in_words(each.terms, on=AT.date())) == len(each.terms) > 0
        assert each.extent(each.kept_from(AT)).count >= 0
        decider = next(iter(sorted(each.deciders)))
        if each.code != "signins":  # there retention alone asks who decides
            stranger = Mandate(role=Actor.LIAISON)
            with pytest.raises((PermissionError, ValueError, UnableToMove)):
                each.destroy(day=each.kept_from(AT), by=stranger, why="演示数据", at=AT)
        with pytest.raises((PermissionError, ValueError, UnableToMove)):
            each.destroy(day=AT.date() + timedelta(days=1), by=Mandate(role=decider), why="演示数据", at=AT)


def test_refused_rows_go_after_half_a_year_and_not_while_held(
    rules: str, officer_lin: Mandate, security: Mandate, auditor: Mandate, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_in = LedgerImport.objects.create(by=officer_lin, body=officer_lin.body, at=AT, refused=5)
    for row in range(2, 7):
        RefusedPromise.objects.create(taken_in=taken_in, row=row, sealed=b"sealed")
    monkeypatch.setattr("chengxin.foundation.retention.rows.SLICE", 2)
    later = AT + timedelta(days=200)
    operations.draft_due(at=AT + timedelta(days=100))
    assert not DestructionList.objects.filter(record_class="commitments.refused").exists()

    held = operations.hold(code="commitments.refused", ground="演示数据：诉讼", by=auditor, at=later)
    operations.draft_due(at=later)
    assert not DestructionList.objects.filter(record_class="commitments.refused").exists()
    operations.lift(held=held, ground="演示数据：终结", by=security, at=later)
    operations.draft_due(at=later)
    listed = DestructionList.objects.get(record_class="commitments.refused")
    assert "系统默认" in listed.terms[0]
    operations.approve(listed=listed, by=security, reason="演示数据：保存期满", at=later)
    with CaptureQueriesContext(connection) as told:
        assert operations.carry_out(at=later) == 5
    assert sum('DELETE FROM "commitments_refusedpromise"' in each["sql"] for each in told) == 3
    assert not RefusedPromise.objects.exists()
    assert LedgerImport.objects.get().refused == 5
