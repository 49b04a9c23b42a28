"""False proof found after a repair was granted: revoked after notice and hearing; the old page does not come back."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.cast import make_mandate
from tests.make import A_DAY, Office, issue_and_serve
from tests.rooms.objections.cases import documents, fresh, make_public_record, release, shown
from tests.rooms.repairs.cases import PROOF, apply_for, doubt, let_minimum_term_pass
from tests.rooms.repairs.conftest import Board
from tests.rooms.repairs.test_operations import say_sharing_stopped

from chengxin.chain.evidence.models import Instrument
from chengxin.chain.records import ends
from chengxin.chain.records import operations as records
from chengxin.chain.records.models import Record
from chengxin.chain.records.operations import ListGateClosed, NotHeard
from chengxin.chain.records.queries import instruments_of, record_of
from chengxin.chain.records.showing import InDoubt, NothingToPublish
from chengxin.chain.repairs import effects, revoking
from chengxin.chain.repairs.models import Revocation
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import LogEntry, Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.own_sql]

FALSE = "演示数据：向办理机关提交伪造的付款凭证。"


@pytest.fixture
def repair(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime, board: Board) -> Matter:
    """A granted repair of a record that was public."""
    record = make_public_record(body=housing_bureau, office=office, at=monday)
    let_minimum_term_pass(record)
    run_sequencer(at=monday)
    granted = apply_for(fresh(record), office, monday, "granted")
    run_sequencer(at=monday)
    return granted


@pytest.fixture
def completed(repair: Matter, office: Office, monday: datetime) -> Matter:
    """A repair that everybody has answered for."""
    effects.settle_all(at=monday)
    say_sharing_stopped(repair, office, monday)
    assert fresh(repair).state == "completed"
    return fresh(repair)


def record_behind(repair: Matter) -> Matter:
    assert repair.parent is not None
    return fresh(repair.parent)


def on_false_proof(revocation: Matter) -> Matter:
    """The record that was proposed on the false proof."""
    return fresh(Matter.objects.get(record__instruments__instrument__number=number_of(revocation)))


def number_of(revocation: Matter) -> str:
    return Revocation.objects.get(pk=revocation.pk).instrument


def submit(record: Matter, office: Office, at: datetime, facts: str = FALSE) -> None:
    records.submit(
        matter=record,
        by=office.officer,
        at=at,
        record_type="false_materials",
        area="general",
        facts=facts,
        conduct_ended_on=None,
    )


class TestOpening:
    def test_is_unknown_to_the_body_until_it_is_told(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday)
        before = matter in visible_matters(office.liaison)

        notice = revoking.draft_notice(matter=matter, by=office.officer, at=monday)
        issue_and_serve(document=notice, office=office, at=monday)

        assert (before, matter in visible_matters(office.liaison)) == (False, True)
        assert fresh(completed).state == "completed"

    def test_is_the_determining_organs(
        self, completed: Matter, office: Office, owner_cao: Mandate, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        for by in (office.liaison, office.head, owner_cao, neighbour_bai):
            with pytest.raises(NotCompetent):
                revoking.doubt_repair(
                    matter=completed,
                    by=by,
                    at=monday,
                    finding="演示",
                    found_on=legal_day(monday),
                    evidence=[PROOF],
                )

    def test_needs_evidence_and_a_day_that_has_come(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        for found_on, evidence, refusal in (
            (legal_day(monday), [], "须附证据"),
            (legal_day(monday + A_DAY), [PROOF], "晚于今天"),
        ):
            with pytest.raises(UnableToMove, match=refusal):
                revoking.doubt_repair(
                    matter=completed,
                    by=office.officer,
                    at=monday,
                    finding="演示",
                    found_on=found_on,
                    evidence=evidence,
                )

    def test_happens_once_at_a_time_and_only_to_what_was_granted(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        doubt(completed, office, monday, "revoked")

        with pytest.raises(revoking.NothingToRevoke):
            doubt(completed, office, monday)

    def test_waits_for_the_one_that_is_handled(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        doubt(completed, office, monday)

        with pytest.raises(revoking.AlreadyInDoubt):
            doubt(completed, office, monday)


class TestHearing:
    def test_waits_five_working_days_from_the_service(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday, "noticed")
        running = Deadline.objects.running().get(matter=matter)

        with pytest.raises(NotHeard):
            revoking.hear(matter=matter, by=office.officer, at=monday + 7 * A_DAY, opinion="演示")
        revoking.hear(matter=matter, by=office.officer, at=monday + 8 * A_DAY, opinion="演示")

        assert (running.clock, running.due_on) == ("revocation.defence", date(2026, 11, 30))
        assert fresh(matter).state == "heard"

    def test_may_lead_to_no_revoking_and_then_the_body_is_told(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday, "heard")

        revoking.drop(matter=matter, by=office.head, at=monday, reason="演示数据：凭证属实")

        assert (fresh(matter).state, fresh(completed).state) == ("dropped", "completed")
        assert "凭证属实" in str(preview(documents(matter)["revocation_dropped"]).body)
        assert doubt(completed, office, monday).state == "proposed"

    def test_is_dropped_in_silence_where_nothing_was_told(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday)

        revoking.drop(matter=matter, by=office.head, at=monday, reason="演示")

        assert documents(matter) == {}


class TestRevoking:
    def test_is_decided_by_who_issued_the_served_document(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday, "revoked")

        assert (matter.state, matter.decided_by, matter.harms) == ("revoked", office.head, True)
        revoked = fresh(completed)
        assert (revoked.state, revoked.decided_by) == ("revoked", office.head)
        assert not Deadline.objects.running().filter(matter=matter).exists()

    def test_says_facts_evidence_answer_reasons_and_remedies(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday, "revoked")
        papers = documents(matter)
        told, decided = (preview(papers[kind]) for kind in ("revocation_notice", "revocation_decision"))

        for said in (str(told.body), str(decided.body)):
            assert all(
                words in said
                for words in ("付款凭证系伪造", "付款凭证.pdf", "第十三条第一款第二项", "不恢复")
            )
        assert "5个工作日" in str(told.body)
        assert "不予采纳" in str(decided.body)
        assert "复核" in "".join(decided.remedies)
        assert [term.until for term in revoking.remedies_in_time(matter)] == [date(2026, 12, 23)]

    def test_lets_the_effects_of_the_repair_go_on(
        self, repair: Matter, office: Office, monday: datetime
    ) -> None:
        doubt(repair, office, monday, "revoked")

        say_sharing_stopped(repair, office, monday)
        effects.settle_all(at=monday)

        assert fresh(repair).state == "revoked"
        assert not repair.repair.effects.filter(acknowledged_at=None).exists()
        assert not Deadline.objects.running().filter(matter=repair).exists()

    def test_recalls_a_grant_that_was_not_served(
        self, repair: Matter, office: Office, monday: datetime
    ) -> None:
        doubt(repair, office, monday, "revoked")

        assert documents(repair)["repair_decision"].matter.state == "cancelled"

    def test_reaches_a_case_file_that_is_archived(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        archivist = make_mandate("gu", Actor.ARCHIVIST, office.officer.body, office.officer.scope)
        issue_and_serve(document=documents(completed)["repair_decision"], office=office, at=monday)
        assert ends.archive_ended(at=monday) == 1
        archived = fresh(completed)
        offered = {each.code for each in kind_of("repair").buttons_for(archived, archivist)}

        matter = revoking.doubt_repair(
            matter=archived,
            by=archivist,
            at=monday,
            finding="演示数据：凭证系伪造",
            found_on=legal_day(monday),
            evidence=[PROOF],
        )

        assert offered == {"doubt_repair"}
        assert matter in visible_matters(office.officer)
        assert archived not in visible_matters(office.officer)

    def test_goes_to_the_archive_once_the_body_can_ask_for_no_review_any_more(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        matter = doubt(completed, office, monday, "revoked")

        before = revoking.archive_revocations(at=monday + 30 * A_DAY)
        after = revoking.archive_revocations(at=monday + 31 * A_DAY)

        assert (before, after) == (0, 1)
        assert fresh(matter).archived_at is not None


class TestNothingComesBack:
    def test_of_the_repaired_record(
        self, completed: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        record, entries = record_behind(completed), LogEntry.objects.count()

        doubt(completed, office, monday, "revoked")
        run_sequencer(at=monday)

        assert record_behind(completed).state == "repaired"
        assert (shown(record), board.shown) == (None, {})
        assert LogEntry.objects.count() == entries
        assert not Publication.objects.filter(versions__content__isnull=False).exists()
        with pytest.raises(NothingToPublish):
            release(record, office, monday)

    def test_in_the_words_of_the_new_record(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        old = instruments_of(record_of(record_behind(completed)))[0].number
        record = on_false_proof(doubt(completed, office, monday, "revoked"))

        for facts in ("演示数据：申请信用修复时提交伪造凭证。", f"演示数据：就{old}提交伪造凭证。"):
            Record.objects.filter(pk=record.pk).update(severity="general", facts=facts)
            notice = records.draft_notice(matter=fresh(record), by=office.officer, at=monday)
            with pytest.raises(InDoubt, match="等于再次公开"):
                preview(notice)
            Matter.objects.filter(pk=notice.pk).update(state="cancelled")


class TestTheNewFact:
    def test_is_proposed_on_the_served_decision_as_its_own_instrument(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        revocation = doubt(completed, office, monday, "revoked")

        record, instrument = on_false_proof(revocation), Instrument.objects.get(number=number_of(revocation))
        assert (record.state, record.parent, record.body) == ("draft", None, completed.body)
        assert (instrument.kind, instrument.is_final, instrument.effective_on) == (
            "false_materials",
            True,
            legal_day(monday),
        )
        assert Revocation.objects.get(pk=revocation.pk).proposed == 1
        assert record not in visible_matters(office.liaison)

    def test_goes_no_further_than_the_list_lets_it(
        self, completed: Matter, office: Office, monday: datetime
    ) -> None:
        record = on_false_proof(doubt(completed, office, monday, "revoked"))

        with pytest.raises(ListGateClosed):
            records.submit(
                matter=record,
                by=office.officer,
                at=monday,
                record_type="judgment_adverse",
                area="general",
                facts=FALSE,
                conduct_ended_on=None,
            )

    def test_becomes_a_record_by_notice_and_hearing_like_every_other(
        self, completed: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        record = on_false_proof(doubt(completed, office, monday, "revoked"))

        submit(record, office, monday)
        records.accept(matter=fresh(record), by=office.second_officer, at=monday)
        records.grade(
            matter=fresh(record),
            by=office.officer,
            at=monday,
            loss=0,
            impact="notable",
            relief=[],
            aggravation=[],
        )
        notice = records.draft_notice(matter=fresh(record), by=office.officer, at=monday)
        issue_and_serve(document=notice, office=office, at=monday)
        records.defend(matter=fresh(record), by=office.liaison, at=monday, text="演示", attachments=[])
        records.hear(matter=fresh(record), by=office.officer, at=monday, opinion="演示")
        decision = records.draft_decision(matter=fresh(record), by=office.officer, at=monday)
        issue_and_serve(document=decision, office=office, at=monday)
        release(fresh(record), office, monday)
        run_sequencer(at=monday)

        old = record_of(record_behind(completed))
        (content,) = board.shown.values()
        assert "提供虚假材料、隐瞒真实情况" in content.decode()
        assert instruments_of(old)[0].number not in content.decode()
        assert old.facts not in content.decode()


def test_the_desk_leads_from_the_repair_to_its_revoking(
    completed: Matter, office: Office, neighbour_bai: Mandate, monday: datetime
) -> None:
    client = Client()
    client.force_login(office.officer.user)
    form = client.get(f"/desk/matters/{completed.pk}/doubt_repair/").content.decode()
    matter = doubt(completed, office, monday, "noticed")
    own = client.get(f"/desk/matters/{matter.pk}/").content.decode()
    on_the_repair = client.get(f"/desk/matters/{completed.pk}/").content.decode()
    client.force_login(office.liaison.user)
    bodys = client.get(f"/desk/matters/{matter.pk}/").content.decode()

    assert "材料何处虚假，怎样发现" in form
    assert f'href="/desk/matters/{matter.pk}/"' in on_the_repair
    assert "付款凭证系伪造" in own
    assert "提交陈述申辩" in bodys
    assert matter not in visible_matters(neighbour_bai)


@pytest.mark.parametrize(
    ("state", "who", "offered"),
    [
        ("proposed", "officer", {"draft_notice"}),
        ("proposed", "head", {"drop"}),
        ("noticed", "liaison", {"defend"}),
        ("noticed", "officer", {"hear"}),
        ("heard", "officer", {"draft_decision"}),
        ("heard", "liaison", set()),
        ("revoked", "head", set()),
        ("revoked", "officer", set()),
    ],
)
def test_offers_exactly_what_the_role_may_press(
    completed: Matter, office: Office, monday: datetime, state: str, who: str, offered: set[str]
) -> None:
    matter = doubt(completed, office, monday, state)

    assert {each.code for each in kind_of("revocation").buttons_for(matter, getattr(office, who))} == offered
