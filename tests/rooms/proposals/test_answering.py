"""Answers: signed by the head, heard by who proposed, and of one mind with the ledger of promises."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.make import Office
from tests.papers import paper
from tests.rooms.commitments.conftest import PAPER, pass_reviews
from tests.rooms.proposals.conftest import DEFERRED, DUE, PLAN, SOLVED, Answered, Registered

from chengxin.doors.desk.queries import waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import MovedMeanwhile, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import attachments_of
from chengxin.foundation.matters.second_looks import HeldBack
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import BodyKind, PublicBody
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin.ground import home
from chengxin.ground.attachments import take
from chengxin.mechanisms.commitments import operations as ledger
from chengxin.mechanisms.commitments.models import Commitment
from chengxin.mechanisms.proposals import answering, operations
from chengxin.mechanisms.proposals.answering import NotAnAnswer, Said, written
from chengxin.mechanisms.proposals.forms import Hear, Sign
from chengxin.mechanisms.proposals.models import Feedback
from chengxin.mechanisms.proposals.queries import newest_answer, proposal_of
from chengxin.mechanisms.proposals.sections import proposal_section

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]


def running(matter: Matter) -> set[str]:
    return {each.clock for each in deadlines_of(matter) if each.ended_on is None}


class TestSigning:
    def test_is_the_heads_alone(self, taken: Matter, liaison_tang: Mandate, monday: datetime) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)

        with pytest.raises(UnableToMove, match="联络员"):
            answering.sign(matter=taken, by=liaison_tang, at=monday)

    def test_of_a_township_may_be_on_paper_and_binds_as_on_the_platform(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)
        upload = take(home.current(), SimpleUploadedFile("签字.pdf", paper()))
        signed = partial(
            answering.sign_on_paper,
            matter=taken,
            by=liaison_tang,
            at=monday,
            scan=[upload],
            post="主要负责人",
        )
        assert "sign_on_paper" not in [
            each.code for each in kind_of(taken.kind).buttons_for(taken, liaison_tang)
        ]
        with pytest.raises(UnableToMove, match="只有乡镇、街道可以上传签字扫描件"):
            signed(signed_on=date(2026, 11, 23))
        PublicBody.objects.filter(pk=taken.body_id).update(
            name="演示县演示镇人民政府", kind=BodyKind.GOVERNMENT
        )
        taken.body.refresh_from_db()
        (button,) = (
            each
            for each in kind_of(taken.kind).buttons_for(taken, liaison_tang)
            if each.code == "sign_on_paper"
        )
        form = button.form(matter=taken, by=liaison_tang, at=monday)
        assert [value for value, _ in form.fields["post"].choices] == ["主要负责人"]  # type: ignore[attr-defined]
        assert {taken} <= set(waiting(liaison_tang)) & set(waiting(head_ning))

        with pytest.raises(UnableToMove, match="请上传负责人签字的扫描件"):
            signed(signed_on=date(2026, 11, 23), scan=[])
        with pytest.raises(UnableToMove, match="签字日期应当在填写之日 2026-11-23 和今天 2026-11-23 之间"):
            signed(signed_on=date(2026, 11, 24))
        tuesday = monday + timedelta(days=1)
        answering.revise(
            matter=taken, by=liaison_tang, at=tuesday, said=replace(SOLVED, text=f"{SOLVED.text}另告。")
        )
        with pytest.raises(UnableToMove, match="签字日期应当在填写之日 2026-11-24 和今天 2026-11-24 之间"):
            signed(signed_on=date(2026, 11, 23), at=tuesday)  # the head saw other words
        signed(signed_on=date(2026, 11, 24), at=tuesday)

        answer = newest_answer(proposal_of(taken))
        assert answer is not None
        assert (taken.state, answer.signed_by, answer.signed_scan) == ("answered", None, upload.sha256)
        assert answer.number.endswith("〔2026〕1号")
        assert running(taken) == {"suggestion.feedback"}

    def test_gives_number_class_and_two_files(self, answered: Answered) -> None:
        matter = answered(SOLVED)

        answer = newest_answer(proposal_of(matter))

        assert answer is not None
        assert (answer.answer_class, answer.number.endswith("〔2026〕1号")) == ("class_a", True)
        assert [str(each) for each in matter.given_numbers.all()] == [answer.number]
        assert sorted(each.name[-4:] for each in attachments_of(matter)) == [".pdf", "docx"]
        assert running(matter) == {"suggestion.feedback"}

    def test_names_nobody_in_the_document(self, answered: Answered) -> None:
        matter = answered(PLAN)
        answer = newest_answer(proposal_of(matter))
        assert answer is not None

        said = str(written(proposal_of(matter), answer))

        assert "测试甲" not in said
        assert "十九届一次会议第012号" in said
        assert "（B类）" in said

    def test_takes_the_draft_as_it_was_revised(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)
        answering.revise(matter=taken, by=liaison_tang, at=monday, said=DEFERRED)

        answering.sign(matter=taken, by=head_ning, at=monday)

        (answer,) = proposal_of(taken).answers.all()
        assert (answer.kind, answer.answer_class) == ("deferred", "class_c")

    def test_does_not_sign_words_that_were_changed_after_the_page_was_opened(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)
        as_opened = Matter.objects.get(pk=taken.pk)
        answering.revise(matter=taken, by=liaison_tang, at=monday, said=DEFERRED)

        with pytest.raises(MovedMeanwhile):
            answering.sign(matter=as_opened, by=head_ning, at=monday)


class TestADraftThatTheHeadReturns:
    def test_is_changed_and_handed_in_again_before_it_is_signed(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)
        answering.return_draft(matter=taken, by=head_ning, at=monday, reason="写明桥名")
        assert (taken.state, running(taken)) == ("to_revise", {"suggestion.handle"})
        assert taken in waiting(liaison_tang)
        assert taken not in waiting(head_ning)
        with pytest.raises(UnableToMove):
            answering.sign(matter=taken, by=head_ning, at=monday)
        with pytest.raises(NotAnAnswer, match="和退回时一样"):
            answering.resubmit(matter=taken, by=liaison_tang, at=monday, said=SOLVED)

        answering.resubmit(matter=taken, by=liaison_tang, at=monday, said=DEFERRED)
        answering.sign(matter=taken, by=head_ning, at=monday)

        (answer,) = proposal_of(taken).answers.all()
        assert (answer.round, answer.kind, taken.state) == (1, "deferred", "answered")

    def test_tells_the_body_alone_why(
        self, taken: Matter, clerk_mo: Mandate, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)
        with pytest.raises(NamesAPerson):
            answering.return_draft(matter=taken, by=head_ning, at=monday, reason="先问测试甲")
        answering.return_draft(matter=taken, by=head_ning, at=monday, reason="写明桥名")

        (shown,) = proposal_section(taken, liaison_tang)["answers"]
        assert shown["returned_because"] == "写明桥名"
        assert proposal_section(taken, clerk_mo)["answers"] == []
        assert "写明桥名" not in {each.note for each in taken.moves.all()}

    def test_is_the_heads_to_return(self, taken: Matter, liaison_tang: Mandate, monday: datetime) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=SOLVED)

        with pytest.raises(UnableToMove, match="联络员"):
            answering.return_draft(matter=taken, by=liaison_tang, at=monday, reason="写明桥名")


class TestAnAnswerThatSaysNothing:
    EMPTY = Said("deferred", "您的建议已收悉，我们将认真研究，感谢您的支持。")

    def test_is_held_until_the_head_says_why_it_will_do(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        told = answering.draft(matter=taken, by=liaison_tang, at=monday, said=self.EMPTY)
        assert "提请复核：只说会考虑" in told
        with pytest.raises(HeldBack, match="只说会考虑"):
            answering.sign(matter=taken, by=head_ning, at=monday)

        answering.sign(matter=taken, by=head_ning, at=monday, second_reason="附件有办理方案")

        assert taken.state == "answered"
        assert "附件有办理方案" in taken.moves.get(code="sign").note

    def test_asks_for_no_reason_once_it_was_revised(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        def offered() -> list[str]:
            return list(Sign(matter=taken, by=head_ning, at=monday).fields)

        answering.draft(matter=taken, by=liaison_tang, at=monday, said=self.EMPTY)
        assert offered() == ["second_reason"]
        answering.revise(matter=taken, by=liaison_tang, at=monday, said=SOLVED)
        assert offered() == []
        answering.sign(matter=taken, by=head_ning, at=monday)

    def test_is_looked_at_by_another_person_whatever_posts_one_holds(
        self, taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime
    ) -> None:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=self.EMPTY)
        Mandate.objects.filter(pk=head_ning.pk).update(user=liaison_tang.user)
        head_ning.refresh_from_db()

        with pytest.raises(SamePerson):
            answering.sign(matter=taken, by=head_ning, at=monday, second_reason="可以")
        assert [button.code for button, _why in kind_of(taken.kind).barred_for(taken, head_ning)] == ["sign"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Said("planned", "列入计划"), "可以衡量的目标"),
        (Said("solved", "已经解决", "人行桥1座", DUE), "其他答复不填"),
        (Said("planned", "列入计划", "人行桥1座", date(2026, 11, 23)), "应当晚于今天"),
        (Said("noted", "已收悉"), "没有“noted”这种答复"),
    ],
)
def test_an_answer_is_whole(
    said: Said, why: str, taken: Matter, liaison_tang: Mandate, monday: datetime
) -> None:
    with pytest.raises(NotAnAnswer, match=why):
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=said)


def test_an_answer_names_nobody(taken: Matter, liaison_tang: Mandate, monday: datetime) -> None:
    with pytest.raises(NamesAPerson):
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=Said("solved", "测试甲代表，您好。"))


class TestWhatIsPlanned:
    def test_is_a_promise_in_the_ledger(self, answered: Answered) -> None:
        matter = answered(PLAN)

        (promise,) = Commitment.objects.all()

        assert (promise.matter.state, promise.due_on, promise.kind) == ("proposed", DUE, "proposal_answer")
        assert promise.versions.get().target == "人行桥1座"
        assert promise.beneficiary_kind == "deputy"
        assert promise.matter.body == matter.body

    def test_of_a_confidential_one_is_never_published(
        self,
        registered: Registered,
        credit_office: PublicBody,
        clerk_mo: Mandate,
        liaison_tang: Mandate,
        head_ning: Mandate,
        monday: datetime,
    ) -> None:
        matter = registered(is_confidential=True)
        operations.assign(matter=matter, by=clerk_mo, at=monday)
        operations.take(matter=matter, by=liaison_tang, at=monday)
        answering.draft(matter=matter, by=liaison_tang, at=monday, said=PLAN)
        answering.sign(matter=matter, by=head_ning, at=monday)

        assert Commitment.objects.get().is_secret

    def test_is_followed_up_and_not_closed(
        self, answered: Answered, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        matter = answered(PLAN)
        heard(matter, clerk_mo, monday, "satisfied")
        assert matter.state == "follow_up"

        with pytest.raises(NotAnAnswer, match="目标和期限应当与台账一致"):
            answering.draft(matter=matter, by=liaison_tang, at=monday, said=SOLVED)

    @pytest.mark.parametrize(
        "said", [SOLVED, DEFERRED, Said(PLAN.kind, PLAN.text, PLAN.target, date(2028, 1, 1))]
    )
    def test_is_not_unsaid_by_a_second_answer(
        self, said: Said, answered: Answered, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        matter = answered(PLAN)
        heard(matter, clerk_mo, monday, "unsatisfied", "太晚")

        with pytest.raises(NotAnAnswer, match="先在承诺台账提出变更"):
            answering.draft(matter=matter, by=liaison_tang, at=monday, said=said)

    def test_answered_the_same_way_again_stays_the_same_promise(
        self,
        answered: Answered,
        clerk_mo: Mandate,
        liaison_tang: Mandate,
        head_ning: Mandate,
        monday: datetime,
    ) -> None:
        matter = answered(PLAN)
        heard(matter, clerk_mo, monday, "unsatisfied", "太晚")
        again = Said(PLAN.kind, "演示数据：已商定施工图。", PLAN.target, PLAN.due_on)
        answering.draft(matter=matter, by=liaison_tang, at=monday, said=again)
        answering.sign(matter=matter, by=head_ning, at=monday)

        assert Commitment.objects.count() == 1
        assert set(proposal_of(matter).answers.values_list("commitment", flat=True)) == {
            Commitment.objects.get().pk
        }

    def test_that_may_not_be_promised_must_be_answered_again_and_not_as_solved(
        self,
        answered: Answered,
        clerk_mo: Mandate,
        lawyer_qin: Mandate,
        liaison_tang: Mandate,
        monday: datetime,
    ) -> None:
        matter = answered(PLAN)
        heard(matter, clerk_mo, monday, "satisfied")
        ledger.reject(matter=Commitment.objects.get().matter, by=lawyer_qin, at=monday, reason="没有预算")

        assert running(matter) == {"suggestion.answer_again"}
        with pytest.raises(NotAnAnswer, match="不能答复已经解决"):
            answering.draft(matter=matter, by=liaison_tang, at=monday, said=SOLVED)
        answering.draft(matter=matter, by=liaison_tang, at=monday, said=DEFERRED)

    def test_that_was_kept_is_answered_again_as_solved_and_over(
        self,
        answered: Answered,
        clerk_mo: Mandate,
        liaison_tang: Mandate,
        head_ning: Mandate,
        office: Office,
        monday: datetime,
    ) -> None:
        matter = answered(PLAN)
        heard(matter, clerk_mo, monday, "satisfied")
        promise = Commitment.objects.get().matter
        pass_reviews(promise, office, monday)
        ledger.enter(matter=promise, by=liaison_tang, at=monday, owner=liaison_tang)
        done = monday.date()
        ledger.report(
            matter=promise, by=liaison_tang, at=monday, fulfilled_on=done, text="已建成", attachments=[PAPER]
        )
        assert running(matter) == set()
        ledger.verify(matter=promise, by=office.officer, at=monday, fulfilled_on=done, reason="现场核实")

        assert running(matter) == {"suggestion.answer_again"}
        with pytest.raises(NotAnAnswer, match="应当答复已经解决"):
            answering.draft(matter=matter, by=liaison_tang, at=monday, said=DEFERRED)
        answering.draft(matter=matter, by=liaison_tang, at=monday, said=SOLVED)
        answering.sign(matter=matter, by=head_ning, at=monday)
        heard(matter, clerk_mo, monday, "satisfied")
        assert (matter.state, running(matter)) == ("closed", set())


class TestFeedback:
    def test_unsatisfied_needs_reasons(self, answered: Answered, clerk_mo: Mandate, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="具体意见"):
            heard(answered(DEFERRED), clerk_mo, monday, "unsatisfied")

    def test_unsatisfied_is_handled_anew_in_a_month_and_once(
        self,
        answered: Answered,
        clerk_mo: Mandate,
        liaison_tang: Mandate,
        head_ning: Mandate,
        monday: datetime,
    ) -> None:
        matter = answered(DEFERRED)
        heard(matter, clerk_mo, monday, "unsatisfied", "没有说明论证过程")
        assert (matter.state, running(matter)) == ("rework", {"suggestion.rework"})

        answering.draft(matter=matter, by=liaison_tang, at=monday, said=DEFERRED)
        answering.sign(matter=matter, by=head_ning, at=monday)
        heard(matter, clerk_mo, monday, "unsatisfied", "仍不满意")

        assert (matter.state, running(matter)) == ("closed", set())
        assert Feedback.objects.filter(result="unsatisfied").count() == 2

    def test_satisfied_ends_it(self, answered: Answered, clerk_mo: Mandate, monday: datetime) -> None:
        matter = answered(SOLVED)
        heard(matter, clerk_mo, monday, "basically_satisfied")

        assert (matter.state, running(matter)) == ("closed", set())

    def test_stands_on_no_level_before_one_is_chosen(
        self, answered: Answered, clerk_mo: Mandate, monday: datetime
    ) -> None:
        form = Hear({}, matter=answered(DEFERRED), by=clerk_mo, at=monday)

        assert form.errors["result"] == ["请选择对办理结果的意见"]
        assert 'value="" selected' in str(form["result"])

    def test_is_not_before_the_answer(self, answered: Answered, clerk_mo: Mandate, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="签发之日"):
            heard(answered(SOLVED), clerk_mo, monday, "satisfied", on=date(2026, 11, 22))


def heard(
    matter: Matter,
    by: Mandate,
    at: datetime,
    result: str,
    reason: str = "",
    on: date = date(2026, 11, 23),
) -> None:
    answering.hear(
        matter=matter, by=by, at=at, attitude="satisfied", result=result, said_on=on, reason=reason
    )
