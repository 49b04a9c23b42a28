"""Every write of an order to explain and to put right; what lateness brings about is in ladder.py."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from chengxin.chain.consequences.hearing import draft_order_notice
from chengxin.chain.consequences.ladder import ESCALATION, climb
from chengxin.chain.consequences.models import Milestone, Rectification
from chengxin.chain.consequences.notified import needs_a_notice
from chengxin.chain.consequences.operations import NotOnTheList, RecordNotInForce, drop, lock_record
from chengxin.chain.consequences.queries import (
    EXPLANATION,
    MENDING,
    NOT_IN_FORCE_YET,
    PROGRESS,
    clocked,
    has_been_sent_back,
    has_explained,
    has_planned,
    is_due_in_days,
    measures_of,
    needs_another_verifier,
    rectification_of,
)
from chengxin.chain.consequences.tracking import start_tracking
from chengxin.chain.records.notifying import BeyondTheNotice
from chengxin.chain.records.queries import is_in_force
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline, start_set_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    UnableToMove,
    add_note,
    attach,
    move,
    open_matter,
)
from chengxin.foundation.matters.two_persons import require_another_person
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import RECTIFICATION, MeasureState, RectificationState

ORDER = "rectification_order"
RETURN = "rectification_return"
VERIFYING = "rectification.verify"


class AlreadyOpened(UnableToMove):
    """The record has its rectification already."""


class OneMoreRoundOnly(UnableToMove):
    """A report that was sent back once cannot be sent back again (policy 13.3)."""


class PlanRefused(UnableToMove):
    """The plan lacks milestones, or sets one out of its time."""


@transaction.atomic
def order_rectification(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    requirements: str,
    days: int | None,
    is_tracked: bool = False,
) -> Matter:
    """Open the rectification of a record in force and draft its order; no `days`: it must only explain.

    `is_tracked` asks the body to report its progress period by period (policy N-49). Where the order goes beyond
    what the record's notice told, a notice of its own is drafted instead (policy R-33).
    """
    lock_record(matter)
    if not is_in_force(matter):
        raise RecordNotInForce("只有生效的失信记录可以责令整改")
    if rectification_of(matter) is not None:
        raise AlreadyOpened("该记录已经责令整改或者免于惩戒，请在该事项中继续办理")
    listed = {each.measure.clock for each in clocked(matter, on=legal_day(at))}
    if EXPLANATION not in listed:
        raise NotOnTheList("已加载的惩戒措施清单没有可用于本记录的“书面说明原因”，不得责令（C-11）")
    title = f"{matter.body.name}：书面说明与限期整改"
    new = NewMatter(RECTIFICATION, title, matter.body, matter.organ, matter.rulebook, matter)
    opened = open_matter(new=new, by=by, at=at)
    allowed = days if MENDING in listed else None
    rectification = Rectification.objects.create(
        matter=opened,
        requirements=requirements,
        days=allowed,
        is_tracked=is_tracked and allowed is not None,
        ordered_by=by,
    )
    if needs_a_notice(rectification, on=legal_day(at)):
        draft_order_notice(matter=opened, by=by, at=at)
    else:
        draft_order(matter=opened, by=by, at=at)
    return opened


@transaction.atomic
def draft_order(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the order (责令整改通知书), once what it holds was told."""
    if matter.state == RectificationState.PROPOSED and needs_a_notice(matter.rectification, on=legal_day(at)):
        raise BeyondTheNotice("责令的内容超出已经告知的内容，须先告知并听取陈述申辩（Q-19、R-33）")
    if has_document(matter, ORDER):
        raise UnableToMove("责令整改通知书已经拟写，请在文书中继续办理")
    return draft_document(kind=ORDER, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def order_served(*, document: Document, at: datetime) -> None:
    """The order reached the body: both its clocks run from that day; who issued it decided it."""
    matter, served_on = _served(document)
    if matter.state not in {RectificationState.PROPOSED, RectificationState.HEARD}:
        add_note(matter=matter, part="opinion", text=_TOO_LATE, by=None, at=at)
        return
    note = f"{document.number} 于 {served_on} 送达"
    move(matter=matter, code="order", by=None, at=at, note=note, decided_by=document.issued_by)
    rectification = matter.rectification
    rectification.order = document
    rectification.save(update_fields=["order"])
    started_by = f"{document.number} 送达"
    start_deadline(
        matter=matter,
        clock=EXPLANATION,
        title="书面说明原因",
        owes=Owes.BODY,
        start=served_on,
        started_by=started_by,
    )
    if rectification.days is not None:
        _start_mending(matter, rectification.days, served_on, started_by)
    start_tracking(rectification, start=served_on, started_by=started_by)


@transaction.atomic
def exempt(*, matter: Matter, by: Mandate, at: datetime, grounds: Sequence[str], reason: str) -> None:
    """Exempt the body from what would follow, on listed grounds of relief: proposals go with the order (A-19)."""
    assert matter.parent is not None  # a rectification is always opened under a record
    listed = {item.code for item in rulebook_of(matter.rulebook).items("relief_grounds", on=legal_day(at))}
    if not grounds or not listed.issuperset(grounds):
        raise NotOnTheList("免于惩戒应当有清单所列的从轻或者免于惩戒的事由（A-19）")
    move(matter=matter, code="exempt", by=by, at=at, note=reason)
    Rectification.objects.filter(pk=matter.pk).update(relief=sorted(grounds))
    cancel_unsent(parent=matter, why="免于惩戒", at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="免于惩戒")
    undecided = [state for state in NOT_IN_FORCE_YET if state != MeasureState.DECIDED]
    drop(measures_of(matter.parent, *undecided), why=f"免于惩戒：{reason}", at=at)


@transaction.atomic
def explain(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """File the written explanation (书面说明原因)."""
    if has_explained(matter):
        raise UnableToMove("已经提交过书面说明，请办理下一步")
    move(matter=matter, code="explain", by=by, at=at)
    _state(matter, "explanation", text, attachments, by, at)
    _keep(matter, at, "提交书面说明", EXPLANATION)
    if matter.rectification.is_explanation_only:
        _ask_to_verify(matter, "提交书面说明", at)


@transaction.atomic
def settle(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Accept a written explanation where the list asks for no more."""
    if not matter.rectification.is_explanation_only:
        raise UnableToMove("还须提交整改方案和整改报告，不能只凭书面说明办结")
    _require_verifier(matter, by, at)
    move(matter=matter, code="settle", by=by, at=at, note=opinion)
    _keep(matter, at, "认可书面说明", VERIFYING)


@transaction.atomic
def plan(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    text: str,
    milestones: Sequence[tuple[date, str]],
    attachments: list[Upload],
) -> None:
    """File the plan with its milestones, none later than the day by which all must be put right."""
    rectification = matter.rectification
    if rectification.is_explanation_only:
        raise UnableToMove("本事项只须书面说明，不须提交整改方案")
    if not has_explained(matter) or has_planned(matter):
        raise UnableToMove("整改方案应当在书面说明之后提交，只提交一次")
    due = Deadline.objects.running().filter(matter=matter, clock=MENDING).first()
    late = [day for day, _ in milestones if due is not None and max(due.due_on, legal_day(at)) < day]
    if not milestones or late:
        raise PlanRefused(
            "整改方案应当至少有一个阶段目标，且不晚于整改期限" + (f"（{due.due_on}）" if due else "")
        )
    move(matter=matter, code="plan", by=by, at=at)
    Milestone.objects.bulk_create(
        Milestone(rectification=rectification, due_on=day, what=what) for day, what in milestones
    )
    _state(matter, "plan", text, attachments, by, at)
    _keep(matter, at, "提交整改方案")


@transaction.atomic
def reach_milestone(*, matter: Matter, by: Mandate, at: datetime, milestone: int, done_on: date) -> None:
    """Say that a milestone of the plan was reached."""
    reached = Milestone.objects.filter(rectification_id=matter.pk, pk=milestone, done_on=None)
    if done_on > legal_day(at) or not reached.update(done_on=done_on):
        raise UnableToMove("该阶段目标不存在、已经完成，或者完成日期晚于今天")


@transaction.atomic
def report(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """File the report that all is put right."""
    if not has_planned(matter):
        raise UnableToMove("整改报告应当在整改方案之后提交")
    move(matter=matter, code="report", by=by, at=at)
    _state(matter, "report", text, attachments, by, at)
    _keep(matter, at, "提交整改报告", MENDING, ESCALATION, PROGRESS)
    _ask_to_verify(matter, "提交整改报告", at)


@transaction.atomic
def verify(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Confirm that all is put right: an officer who did not order it and has no post in the body."""
    _require_verifier(matter, by, at)
    move(matter=matter, code="verify", by=by, at=at, note=opinion)
    _keep(matter, at, "验收通过", VERIFYING)


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str, days: int) -> Document:
    """Send a report back, once; the days of the new round run from the service of the notice drafted here."""
    _require_verifier(matter, by, at)
    if has_been_sent_back(matter):
        raise OneMoreRoundOnly("整改报告已经退回过一次，应当验收通过或者不通过")
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    _keep(matter, at, "退回整改", VERIFYING)
    value = {"reason": reason, "days": days}
    return draft_document(kind=RETURN, parent=matter, addressee=matter.body, value=value, by=by, at=at)


@transaction.atomic
def return_served(*, document: Document, at: datetime) -> None:
    """The notice of another round reached the body."""
    matter, served_on = _served(document)
    if matter.state == RectificationState.RECTIFYING:
        started_by = f"{document.number} 送达"
        _start_mending(matter, document.value["days"], served_on, started_by)
        start_tracking(matter.rectification, start=served_on, started_by=started_by)
    else:
        add_note(matter=matter, part="opinion", text=_TOO_LATE, by=None, at=at)


@transaction.atomic
def fail(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find a second report wanting: the matter climbs the ladder."""
    _require_verifier(matter, by, at)
    if not has_been_sent_back(matter):
        raise UnableToMove("整改报告应当先退回一次，仍不合格的再作不通过处理")
    move(matter=matter, code="fail", by=by, at=at, note=reason)
    _keep(matter, at, "验收不通过", VERIFYING)
    climb(matter, why="整改报告经退回后仍未通过验收", at=at)
    start_tracking(matter.rectification, start=legal_day(at), started_by="验收不通过")


_TOO_LATE = "文书送达时本事项已不在可办理的状态，不再产生效力"


def _start_mending(matter: Matter, days: int, start: date, started_by: str) -> None:
    title, owes = "完成整改并报送整改报告", Owes.BODY
    if is_due_in_days(matter, MENDING, days, on=start):
        start_deadline(
            matter=matter, clock=MENDING, title=title, owes=owes, start=start, started_by=started_by
        )
    else:
        start_set_deadline(
            matter=matter,
            clock=MENDING,
            title=title,
            owes=owes,
            start=start,
            days=days,
            started_by=started_by,
        )


def _ask_to_verify(matter: Matter, started_by: str, at: datetime) -> None:
    day = legal_day(at)
    start_deadline(
        matter=matter, clock=VERIFYING, title="核验整改", owes=Owes.ORGAN, start=day, started_by=started_by
    )


def _keep(matter: Matter, at: datetime, why: str, *clocks: str) -> None:
    """End clocks; where nothing the body owes is late any more, the ladder stops too."""
    day = legal_day(at)
    end_deadlines(matter=matter, clocks=clocks, on=day, ended_by=why)
    late = Deadline.objects.overdue_on(day).filter(matter=matter, clock__in=(EXPLANATION, MENDING))
    if not late.exists() and matter.state != RectificationState.ESCALATED:
        end_deadlines(matter=matter, clocks=(ESCALATION,), on=day, ended_by=why)


def _state(
    matter: Matter, part: str, text: str, attachments: list[Upload], by: Mandate, at: datetime
) -> None:
    add_note(matter=matter, part=part, text=text, by=by, at=at)
    attach(matter=matter, part=part, uploads=attachments, by=by, at=at)


def _require_verifier(matter: Matter, by: Mandate, at: datetime) -> None:
    require_another_person(needs_another_verifier(matter.rectification, by, on=legal_day(at)))


def _served(document: Document) -> tuple[Matter, date]:
    assert document.served_on is not None  # called on service only
    assert document.matter.parent is not None
    return document.matter.parent, document.served_on
