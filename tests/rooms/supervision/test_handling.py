"""A complaint from its arrival to its result, by the people of the organs."""

from datetime import datetime, timedelta

import pytest
from tests.make import A_DAY
from tests.rooms.supervision.conftest import TEXT

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import MovedMeanwhile, NotCompetent, UnableToMove
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.second_looks import HeldBack
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.reception.operations import (
    NotReceivable,
    PurposeMissing,
    begin,
    open_contact,
    receive,
    write_as_officer,
    write_as_sender,
)
from chengxin.foundation.reception.plugs import Said
from chengxin.foundation.reception.queries import lines_of, reads_voice, text_of, voice_by_code
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.home import Home
from chengxin.mechanisms.supervision import (
    answering,
    findings,
    operations,
    receiving,
    senders,
    telling,
    urging,
)
from chengxin.mechanisms.supervision.forms import Merge, PassOn
from chengxin.mechanisms.supervision.models import Complaint, Reply, Urging
from chengxin.mechanisms.supervision.queries import people_in, same_as, waiting_reply
from chengxin.mechanisms.supervision.sections import (
    complaint_section,
    reply_section,
    routing_section,
    voice_section,
)
from chengxin.site.demo.complaints import (
    ANSWER,
    CONTACT,
    UNFOUNDED,
    Desks,
    Sent,
    accept,
    assign,
    conclude,
    propose,
    send,
    take,
)
from chengxin_core.lifecycle.complaints import ComplaintSubject, Satisfaction

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


def clocks(matter: Matter) -> set[str]:
    """The clocks that run in a matter."""
    return set(Deadline.objects.running().filter(matter=matter).values_list("clock", flat=True))


def due(matter: Matter, clock: str) -> str:
    return str(Deadline.objects.running().get(matter=matter, clock=clock).due_on)


def heard(sent: Sent) -> list[str]:
    """What the sender was written to, oldest first."""
    return [line.text for line in lines_of(sent.voice) if not line.is_senders]


class TestTakingIn:
    def test_begins_with_the_lead_above_and_five_working_days(
        self, sent: Sent, credit_office: PublicBody
    ) -> None:
        matter = sent.fresh()

        assert matter.organ == credit_office
        assert due(matter, "complaint.accept") == "2026-11-30"
        assert matter.title == "对演示县住房和城乡建设局的违约失信投诉"

    def test_tells_the_sender_and_goes_on_to_forward_within_ten(self, sent: Sent, monday: datetime) -> None:
        accept(sent, monday)

        assert clocks(sent.matter) == {"complaint.forward"}
        assert due(sent.matter, "complaint.forward") == "2026-12-07"
        assert "不由被投诉单位自己认定" in heard(sent)[0]

    def test_refuses_to_decline_with_words_that_say_nothing(
        self, sent: Sent, desks: Desks, monday: datetime
    ) -> None:
        with pytest.raises(operations.SaysNothing, match="收到"):
            operations.decline(
                matter=sent.fresh(),
                by=desks.intake,
                at=monday,
                ground="in_petition",
                explanation="您好，您反映的问题已收悉，感谢您的支持。",
            )
        assert sent.fresh().state == "received"

    def test_declines_on_a_listed_ground_and_says_why(
        self, sent: Sent, desks: Desks, monday: datetime
    ) -> None:
        operations.decline(
            matter=sent.fresh(),
            by=desks.intake,
            at=monday,
            ground="in_petition",
            explanation="经查，这一事项已于上月由市信访局受理，请凭信访回执向该局查询结果。",
        )

        assert sent.fresh().state == "declined"
        assert "已经进入信访程序" in heard(sent)[0]
        assert clocks(sent.matter) == set()

    def test_passes_on_once_what_is_about_a_person_and_keeps_nothing(
        self, sent: Sent, desks: Desks, monday: datetime
    ) -> None:
        operations.pass_on(matter=sent.fresh(), by=desks.intake, at=monday, recipient="演示市监察委员会")

        sent.voice.refresh_from_db()
        (line,) = lines_of(sent.voice)
        assert "12388" in line.text
        assert "演示市监察委员会" in line.text
        assert text_of(sent.voice) == ""
        assert sent.voice.contact is None
        with pytest.raises(UnableToMove):
            operations.pass_on(matter=sent.fresh(), by=desks.intake, at=monday, recipient="演示市监察委员会")


class TestVerifying:
    def test_is_handed_to_the_superior_department_with_thirty_days(
        self, sent: Sent, city_housing: PublicBody, monday: datetime
    ) -> None:
        accept(sent, monday)
        assign(sent, monday)

        assert sent.fresh().organ == city_housing
        assert clocks(sent.matter) == {"complaint.verify", "petition.objection"}
        assert due(sent.matter, "complaint.verify") == "2026-12-23"
        assert "上级机关" in sent.fresh().complaint.competent_by

    def test_is_handed_back_with_a_reason_as_not_ones_own(
        self, sent: Sent, desks: Desks, credit_office: PublicBody, monday: datetime
    ) -> None:
        accept(sent, monday)
        assign(sent, monday)

        operations.hand_back(
            matter=sent.fresh(), by=desks.verifier.officer, at=monday, reason="属于交通部门职责"
        )

        assert (sent.fresh().organ, sent.fresh().state) == (credit_office, "accepted")
        assert clocks(sent.matter) == {"complaint.forward"}

    def test_the_bodys_days_run_from_the_service_of_the_inquiry(self, sent: Sent, monday: datetime) -> None:
        take(sent, "assigned", monday)
        assert sent.fresh().shown_at is None

        take_on = monday + 3 * A_DAY
        findings.draft_inquiry(
            matter=sent.fresh(), by=sent.desks.verifier.officer, at=take_on, question="请说明付款情况。"
        )
        assert not Deadline.objects.filter(clock="complaint.respondent_reply").exists()
        sent.serve(findings.INQUIRY, take_on)

        running = Deadline.objects.running().get(matter=sent.matter, clock="complaint.respondent_reply")
        assert (running.owes, str(running.due_on)) == (Owes.BODY, "2026-12-10")
        assert sent.fresh().shown_at is not None

    @pytest.mark.parametrize("leak", ["演示企业甲反映未付款。", "请联系演示电话核对。", "电话 13900000000"])
    def test_refuses_words_for_the_body_that_tell_who_complained(
        self, sent: Sent, monday: datetime, leak: str
    ) -> None:
        two = send(
            body=sent.matter.body, text=TEXT, desks=sent.desks, at=monday, contact="演示企业甲 演示电话"
        )
        take(two, "assigned", monday)

        with pytest.raises(telling.TellsTheSender, match="Q-10"):
            findings.draft_inquiry(
                matter=two.fresh(), by=two.desks.verifier.officer, at=monday, question=leak
            )

    def test_refuses_a_finding_or_a_reminder_that_tells_who_complained(
        self, sent: Sent, monday: datetime
    ) -> None:
        take(sent, "verifying", monday)
        officer, at = sent.desks.verifier.officer, monday + 5 * A_DAY
        words = "经核实，演示企业甲的合同款逾期未付。"

        with pytest.raises(telling.TellsTheSender):
            urging.urge(matter=sent.fresh(), by=officer, at=at, text=words)
        with pytest.raises(telling.TellsTheSender):
            answering.propose_reply(
                matter=sent.fresh(), by=officer, at=at, outcome="find_true", finding=words, answer=ANSWER,
                days=30,
            )  # fmt: skip
        assert waiting_reply(sent.fresh().complaint) is None

        propose(sent, "find_true", ANSWER, at, days=30)
        Reply.objects.update(finding=words)
        with pytest.raises(telling.TellsTheSender):
            answering.find_true(matter=sent.fresh(), by=sent.desks.verifier.head, at=at)
        assert (sent.fresh().state, sent.fresh().complaint.finding) == ("verifying", "")


class TestAnswers:
    def test_one_rewritten_after_the_page_was_opened_is_not_decided_on(
        self, sent: Sent, monday: datetime
    ) -> None:
        take(sent, "verifying", monday)
        propose(sent, "find_true", ANSWER, monday, days=30)
        as_opened = sent.fresh()
        propose(sent, "find_true", ANSWER, monday, days=365)

        with pytest.raises(MovedMeanwhile):
            answering.find_true(matter=as_opened, by=sent.desks.verifier.head, at=monday)

        assert sent.fresh().state == "verifying"

    def test_one_that_says_nothing_is_held_back_with_its_reason(self, sent: Sent, monday: datetime) -> None:
        take(sent, "verifying", monday)

        propose(sent, "find_unfounded", "您好，您反映的问题已转相关部门处理。", monday)

        reply = waiting_reply(sent.fresh().complaint)
        assert reply is not None
        assert reply.held
        assert "转办" in reply.held_because
        with pytest.raises(HeldBack, match="提请复核"):
            answering.find_unfounded(matter=sent.fresh(), by=sent.desks.verifier.head, at=monday)
        assert sent.fresh().state == "verifying"

    def test_one_held_back_goes_out_by_a_second_persons_reason_alone(
        self, sent: Sent, monday: datetime
    ) -> None:
        take(sent, "verifying", monday)
        propose(sent, "find_unfounded", "您好，您反映的问题已转相关部门处理。", monday)

        answering.find_unfounded(
            matter=sent.fresh(), by=sent.desks.verifier.head, at=monday, second_reason="来信人已当面得知结果"
        )

        reply = Reply.objects.get()
        assert (sent.fresh().state, reply.looked_because) == ("unfounded", "来信人已当面得知结果")
        assert sent.fresh().decided_by == sent.desks.verifier.head

    def test_a_copy_of_the_complaint_is_no_answer(self, sent: Sent, monday: datetime) -> None:
        take(sent, "verifying", monday)

        propose(sent, "find_unfounded", f"您好，{TEXT}", monday)

        assert Reply.objects.get().held == "copied"

    def test_who_drafted_it_does_not_decide(self, sent: Sent, monday: datetime) -> None:
        take(sent, "verifying", monday)
        propose(sent, "find_unfounded", UNFOUNDED, monday)
        drafter = sent.desks.verifier.officer
        head = Mandate.objects.create(
            user=drafter.user, role="credit_head", body=drafter.body, scope=drafter.scope, post="负责人",
            valid_from=drafter.valid_from,
        )  # fmt: skip

        with pytest.raises(SamePerson):
            answering.find_unfounded(matter=sent.fresh(), by=head, at=monday)
        ((button, why),) = kind_of("complaint").barred_for(sent.fresh(), head)
        assert (button.code, why) == ("find_unfounded", "拟写答复和作出决定应当是两个人")

    def test_outcome_and_answer_are_one_act(self, sent: Sent, monday: datetime) -> None:
        take(sent, "verifying", monday)

        with pytest.raises(answering.NoReplyWaiting):
            answering.find_true(matter=sent.fresh(), by=sent.desks.verifier.head, at=monday)
        conclude(sent, "find_true", ANSWER, monday + 5 * A_DAY, days=30)

        assert heard(sent)[-1] == ANSWER
        assert sent.fresh().state == "substantiated"

    def test_the_term_runs_from_the_service_of_the_order(self, sent: Sent, monday: datetime) -> None:
        take(sent, "substantiated", monday)

        running = Deadline.objects.running().get(matter=sent.matter, clock="rectification")
        assert (running.owes, running.budget) == (Owes.BODY, 30)

    def test_nothing_is_determined_while_the_term_runs_and_nobody_refused(
        self, sent: Sent, monday: datetime
    ) -> None:
        take(sent, "substantiated", monday)

        with pytest.raises(findings.NotDueYet):
            findings.draft_notice(
                matter=sent.fresh(), by=sent.desks.verifier.officer, at=monday + 6 * A_DAY, refusal="未付款。"
            )


class TestTheSender:
    def test_rates_once_and_content_closes_the_matter(self, sent: Sent, monday: datetime) -> None:
        take(sent, "rectified", monday)
        sent.voice.refresh_from_db()

        answering.rate(voice=sent.voice, choice=Satisfaction.SATISFIED, text="", at=monday + 9 * A_DAY)

        assert sent.fresh().state == "closed"
        with pytest.raises(UnableToMove):
            answering.rate(voice=sent.voice, choice=Satisfaction.FAIR, text="", at=monday + 9 * A_DAY)

    def test_who_is_not_content_has_it_reviewed_by_the_organ_above_once(
        self, sent: Sent, city_government: PublicBody, monday: datetime
    ) -> None:
        take(sent, "reviewing", monday)

        matter = sent.fresh()
        assert matter.organ == city_government
        assert matter.complaint.reviewed_from == sent.desks.verifier.officer.body
        assert clocks(matter) == {"complaint.review_decide"}
        sent.voice.refresh_from_db()
        with pytest.raises(answering.NoReview):
            answering.seek_review(voice=sent.voice, choice="", text="再次申请", at=monday + 9 * A_DAY)

    def test_the_review_is_too_late_after_thirty_days(self, sent: Sent, monday: datetime) -> None:
        take(sent, "unfounded", monday)
        sent.voice.refresh_from_db()

        with pytest.raises(answering.NoReview, match="届满"):
            answering.seek_review(voice=sent.voice, choice="", text="不同意", at=monday + 60 * A_DAY)

    @pytest.mark.parametrize(("outcome", "state"), [("uphold", "closed"), ("reopen", "assigned")])
    def test_the_review_upholds_or_verifies_anew_itself(
        self, sent: Sent, city_government: PublicBody, monday: datetime, outcome: str, state: str
    ) -> None:
        take(sent, "reviewing", monday)
        at = monday + 9 * A_DAY
        answering.propose_reply(
            matter=sent.fresh(),
            by=sent.desks.review_officer,
            at=at,
            outcome=outcome,
            finding="复查查明的情况。",
            answer="经复查，结算审核报告已经出具，原结果的理由不成立，现由我单位重新核实。",
            days=None,
        )

        decide = {"uphold": answering.uphold, "reopen": answering.reopen}[outcome]
        decide(matter=sent.fresh(), by=sent.desks.review_head, at=at)

        assert (sent.fresh().state, sent.fresh().organ) == (state, city_government)

    def test_reports_retaliation_to_another_organ_under_a_new_code(
        self, sent: Sent, city_government: PublicBody, monday: datetime
    ) -> None:
        take(sent, "verifying", monday)
        sent.voice.refresh_from_db()

        code = receiving.receive_retaliation(voice=sent.voice, text="被要求撤回投诉。", at=monday)

        opened = Complaint.objects.get(subject=ComplaintSubject.RETALIATION)
        assert opened.matter.organ == city_government
        assert opened.matter.organ_id not in {sent.fresh().organ_id, sent.matter.complaint.lead_id}
        voice = voice_by_code(code)
        assert voice is not None
        assert voice.matter_id == opened.pk
        assert not reads_voice(sent.desks.verifier.officer, opened.matter)

    def test_reports_retaliation_once_while_another_organ_handles_it(
        self, sent: Sent, city_government: PublicBody, monday: datetime
    ) -> None:
        take(sent, "verifying", monday)
        sent.voice.refresh_from_db()
        receiving.receive_retaliation(voice=sent.voice, text="被要求撤回投诉。", at=monday)

        with pytest.raises(NotReceivable, match="没有重复登记"):
            receiving.receive_retaliation(voice=sent.voice, text="被要求撤回投诉。", at=monday)

        told = Complaint.objects.get(subject=ComplaintSubject.RETALIATION)
        Matter.objects.filter(pk=told.pk).update(state="closed")
        assert receiving.receive_retaliation(voice=sent.voice, text="又被威胁。", at=monday)

    def test_is_offered_to_tell_of_retaliation_where_another_organ_can_take_it(
        self, sent: Sent, city_government: PublicBody, monday: datetime
    ) -> None:
        assert senders.RETALIATION in senders.acts(sent.voice)

        PublicBody.objects.filter(kind="government").update(ended_on=monday.date())

        assert senders.RETALIATION not in senders.acts(sent.voice)

    def test_is_told_beforehand_where_a_persons_breach_belongs(self, rules: str) -> None:
        assert "12388" in senders.advice("举报某局长收受红包、贪污受贿，请纪委查处违纪问题。")
        assert "12388" in senders.advice("举报区住房和城乡建设局局长受贿")
        assert senders.advice(TEXT) == ""


class TestTheSameMatter:
    def test_is_proposed_with_the_shared_words_and_merged_by_a_person(
        self, sent: Sent, monday: datetime
    ) -> None:
        again = send(body=sent.matter.body, text=f"请核实。{TEXT}", desks=sent.desks, at=monday)
        send(body=sent.matter.body, text="演示数据：招标公告的资质条件不合理，投标保证金没有退。",
             desks=sent.desks, at=monday)  # fmt: skip

        ((other, alike),) = same_as(again.matter.complaint, sent.desks.intake)
        operations.merge(matter=again.fresh(), by=sent.desks.intake, at=monday, into=other)

        assert other.pk == sent.matter.pk
        assert "合同款四十万元逾期一年没有支付" in alike.words[0]
        assert (again.fresh().state, people_in(other)) == ("merged", 2)

    def test_answers_everybody_in_it(self, sent: Sent, monday: datetime) -> None:
        again = send(body=sent.matter.body, text=f"请核实。{TEXT}", desks=sent.desks, at=monday)
        operations.merge(matter=again.fresh(), by=sent.desks.intake, at=monday, into=sent.matter.complaint)

        take(sent, "unfounded", monday)

        assert heard(again)[-1] == heard(sent)[-1] == UNFOUNDED
        assert senders.standing(again.voice).state == "核实不属实"

    def test_is_passed_on_together_and_no_letter_is_kept(self, sent: Sent, monday: datetime) -> None:
        again = send(body=sent.matter.body, text=f"请核实。{TEXT}", desks=sent.desks, at=monday)
        intake = sent.desks.intake
        assert "并入本件" not in str(PassOn(matter=sent.fresh(), by=intake, at=monday))
        operations.merge(matter=again.fresh(), by=intake, at=monday, into=sent.matter.complaint)
        assert "共 2 件" in str(PassOn(matter=sent.fresh(), by=intake, at=monday))
        assert "没有可能反映同一事项" in str(Merge(matter=sent.fresh(), by=intake, at=monday))

        operations.pass_on(matter=sent.fresh(), by=intake, at=monday, recipient="演示市监察委员会")

        again.voice.refresh_from_db()
        (line,) = lines_of(again.voice)
        assert "演示市监察委员会" in line.text
        assert text_of(again.voice) == ""

    def test_goes_from_organ_to_organ_together(self, sent: Sent, monday: datetime) -> None:
        again = send(body=sent.matter.body, text=f"请核实。{TEXT}", desks=sent.desks, at=monday)
        operations.merge(matter=again.fresh(), by=sent.desks.intake, at=monday, into=sent.matter.complaint)

        take(sent, "verifying", monday)

        assert again.fresh().organ == sent.fresh().organ == sent.desks.verifier.officer.body
        assert reads_voice(sent.desks.verifier.officer, again.fresh())

    def test_is_never_of_another_body(self, sent: Sent, water_bureau: PublicBody, monday: datetime) -> None:
        other = send(body=water_bureau, text=TEXT, desks=sent.desks, at=monday)

        assert same_as(other.matter.complaint, sent.desks.intake) == []
        with pytest.raises(operations.NotTheSameMatter):
            operations.merge(
                matter=other.fresh(), by=sent.desks.intake, at=monday, into=sent.matter.complaint
            )


class TestWhoReads:
    def test_only_the_organ_that_handles_it_and_never_the_body(self, sent: Sent, monday: datetime) -> None:
        desks = sent.desks
        assert reads_voice(desks.intake, sent.fresh())

        take(sent, "verifying", monday)
        matter = sent.fresh()

        assert reads_voice(desks.verifier.officer, matter)
        assert not reads_voice(desks.intake, matter)
        assert not reads_voice(desks.verifier.liaison, matter)
        assert not reads_voice(desks.review_officer, matter)

    def test_the_contact_opens_for_a_purpose_that_stays(self, sent: Sent, monday: datetime) -> None:
        with pytest.raises(PurposeMissing):
            open_contact(voice=sent.voice, by=sent.desks.intake, purpose=" ", at=monday)
        with pytest.raises(NotCompetent):
            open_contact(voice=sent.voice, by=sent.desks.verifier.officer, purpose="核对", at=monday)

        told = open_contact(voice=sent.voice, by=sent.desks.intake, purpose="核对合同", at=monday)

        assert told == CONTACT
        assert [(look.mandate, look.purpose) for look in sent.voice.looks.all()] == [
            (sent.desks.intake, "核对合同")
        ]

    def test_only_the_handling_officer_writes_to_the_sender(self, sent: Sent, monday: datetime) -> None:
        write_as_officer(voice=sent.voice, text="请补充合同。", by=sent.desks.intake, at=monday)
        with pytest.raises(NotCompetent):
            write_as_officer(voice=sent.voice, text="x", by=sent.desks.verifier.liaison, at=monday)

        assert heard(sent) == ["请补充合同。"]


class TestWhatTheBodySees:
    def test_begins_with_what_a_served_paper_told_it(self, sent: Sent, monday: datetime) -> None:
        take(sent, "verifying", monday)
        liaison = sent.desks.verifier.liaison
        conclude(sent, "find_true", ANSWER, monday + 5 * A_DAY, days=30)

        before = complaint_section(sent.fresh(), liaison)
        sent.serve(answering.ORDER, monday + 5 * A_DAY)
        after = complaint_section(sent.fresh(), liaison)

        assert before["question"]
        assert (before["finding"], bool(after["finding"])) == ("", True)
        for section in (voice_section, routing_section, reply_section):
            assert section(sent.fresh(), liaison) is None


class TestSending:
    def test_the_same_form_twice_is_one_complaint_and_one_message(
        self, rules: str, home: Home, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
    ) -> None:
        said = Said(body=housing_bureau, named="住建局", area="procurement", text=TEXT)

        voice, code = receive(kind="complaint", said=said, contact="", uploads=(), once="a", at=monday)
        same, nothing = receive(kind="complaint", said=said, contact="", uploads=(), once="a", at=monday)
        write_as_sender(voice=voice, text="补充", uploads=(), once="b", at=monday)
        assert write_as_sender(voice=voice, text="补充", uploads=(), once="b", at=monday) is None

        assert (same.pk, nothing, len(code)) == (voice.pk, "", 16)
        assert Complaint.objects.count() == 1
        assert len(lines_of(voice)) == 2

    def test_a_code_opens_its_own_talk_however_it_is_typed_and_is_kept_nowhere(
        self, home: Home, monday: datetime, db: None
    ) -> None:
        voice, code = begin(kind="complaint", text="一", contact="", uploads=(), at=monday)
        begin(kind="complaint", text="二", contact="", uploads=(), at=monday)

        spaced = f" {code[:4]} {code[4:8]}-{code[8:12]} {code[12:]} "
        assert voice_by_code(spaced) == voice
        assert voice_by_code("0" * 16) is None
        assert code not in str(voice.code_index)

    def test_a_body_without_anybody_above_is_told_where_else_to_turn(
        self, rules: str, home: Home, credit_office: PublicBody, monday: datetime
    ) -> None:
        said = Said(body=credit_office, named="发改委", area="general", text=TEXT)

        with pytest.raises(NotReceivable, match="12345"):
            receive(kind="complaint", said=said, contact="", uploads=(), once="a", at=monday)
        assert not Matter.objects.exists()


class TestReminders:
    def test_the_word_is_the_one_that_the_sender_may_use(self, sent: Sent, monday: datetime) -> None:
        organ = sent.desks.verifier.officer.body
        day = monday.date()

        assert urging.word_for(organ.pk, is_late=False, on=day)[0] == "提醒"
        assert urging.word_for(organ.pk, is_late=True, on=day)[0] == "催办"
        urging.designate(
            body=organ, document_number="演示政〔2026〕1号", valid_from=day, valid_until=day + A_DAY
        )
        assert urging.word_for(organ.pk, is_late=True, on=day)[0] == "督办"
        assert urging.word_for(organ.pk, is_late=True, on=day + 2 * A_DAY)[0] == "催办"

    def test_lateness_reminds_by_itself_and_the_body_reads_it(self, sent: Sent, monday: datetime) -> None:
        take(sent, "assigned", monday)
        findings.draft_inquiry(
            matter=sent.fresh(), by=sent.desks.verifier.officer, at=monday, question="请说明付款情况。"
        )
        sent.serve(findings.INQUIRY, monday)

        fire_rungs(at=monday + timedelta(days=20))

        (urged,) = Urging.objects.all()
        assert (urged.word, urged.by) == ("催办", None)
        assert sent.fresh().notes.filter(part=Part.URGING).exists()
