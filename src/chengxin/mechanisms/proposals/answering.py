"""答复: drafted by the body, signed by its head, heard by the proposer, and given again once what was planned is done.

What an answer says and what the ledger of promises says is the same thing: "planned" is a promise there, "solved" is
no answer while that promise runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import give_number
from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.elements import elements
from chengxin.foundation.documents.rendering.faces import refuse_undrawable
from chengxin.foundation.documents.rendering.kinds.issue import Issue, letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, attach, mark_changed, move
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.second_looks import HeldBack, require_reason, why_not_decided_by
from chengxin.foundation.matters.signing import require_signed_on_paper
from chengxin.foundation.matters.two_persons import require_another_person
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.ground import files, home
from chengxin.ground.attachments import MEDIA_TYPES, Upload
from chengxin.mechanisms.commitments.models import Beneficiary, Commitment
from chengxin.mechanisms.commitments.operations import Promise, propose
from chengxin.mechanisms.commitments.queries import standing_version
from chengxin.mechanisms.proposals.models import Answer, Feedback, Proposal
from chengxin.mechanisms.proposals.queries import (
    ANSWER_CLASSES,
    ANSWER_KINDS,
    KEPT,
    LEVELS,
    OVER,
    PLANNED,
    SOLVED,
    class_for,
    clock_of,
    listed,
    names_in,
    newest_answer,
    proposal_of,
    proposer_of,
    word_of,
)
from chengxin_core.calendar import legal_day
from chengxin_core.voices.replies import second_look

UNSATISFIED = "unsatisfied"
_ANSWERED_BEFORE = frozenset({"answered", "follow_up"})
_HANDED_IN = ("draft", "resubmit")


class NotAnAnswer(UnableToMove):
    """What was drafted cannot be an answer; the text says what is missing or contradicts the ledger."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says: its kind, its words, and, where it is planned, what will be done until when."""

    kind: str  # of the list `suggestion_answer_kinds`
    text: str
    target: str = ""
    due_on: date | None = None


@transaction.atomic
def draft(*, matter: Matter, by: Mandate, at: datetime, said: Said) -> str:
    """Draft an answer as the body and hand it to its head to sign (S-08, S-10). Raises `NotAnAnswer`.

    Returns in words whether the head must look at it a second time, and why.
    """
    proposal = proposal_of(matter)
    _require_whole(proposal, said, legal_day(at))
    if matter.state in _ANSWERED_BEFORE:
        _require_outcome(proposal)
    move(matter=matter, code="draft", by=by, at=at)
    kept = _columns(matter, said, at)
    answer = Answer.objects.create(
        proposal=proposal, round=proposal.answers.count() + 1, drafted_by=by, **kept
    )
    return _waits(proposal, answer)


@transaction.atomic
def revise(*, matter: Matter, by: Mandate, at: datetime, said: Said) -> str:
    """Replace a draft that was not signed yet; return what `draft` returns."""
    if matter.state != "to_sign":
        raise UnableToMove("没有等待签发的答复")
    _require_whole(proposal_of(matter), said, legal_day(at))
    mark_changed(matter)
    return _replace(matter, by, at, said)


@transaction.atomic
def return_draft(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Return a draft as the head of the body, who says what to change; it is not signed before it was changed.

    The reason is the body's own, as the draft is. The body's period runs on. Raises `UnableToMove`, `NamesAPerson`.
    """
    proposal = proposal_of(matter)
    refuse_personal_information({"理由": reason}, names=names_in(proposer_of(proposal)))
    move(matter=matter, code="return_draft", by=by, at=at)
    proposal.answers.filter(signed_on=None).update(returned_because=reason)


@transaction.atomic
def resubmit(*, matter: Matter, by: Mandate, at: datetime, said: Said) -> str:
    """Change a draft that its head returned and hand it in again; return what `draft` returns.

    Raises `NotAnAnswer`, also for the same words once more.
    """
    proposal = proposal_of(matter)
    _require_whole(proposal, said, legal_day(at))
    returned = newest_answer(proposal)
    if returned is not None and said == Said(returned.kind, returned.text, returned.target, returned.due_on):
        raise NotAnAnswer("答复和退回时一样，请按负责人的意见修改")
    move(matter=matter, code="resubmit", by=by, at=at)
    return _replace(matter, by, at, said)


@transaction.atomic
def sign(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> str:
    """Sign an answer as the head of the body (S-11): it gets its number and its two files, and binds.

    What is planned becomes a promise in the ledger; until that is over the matter is not. One that says nothing is
    signed by another person than its drafter, who says why it will do (`SamePerson`, `HeldBack`).
    Returns what came of it.
    """
    proposal, answer = _to_sign(matter, legal_day(at))
    looked_because = _second_look(proposal, answer, by, second_reason)
    move(matter=matter, code="sign", by=by, at=at, note=looked_because)
    answer.signed_by, answer.signed_on = by, legal_day(at)
    return _issue(matter, proposal, answer, by, at)


@transaction.atomic
def sign_on_paper(
    *, matter: Matter, by: Mandate, at: datetime, scan: Sequence[Upload], post: str, signed_on: date
) -> str:
    """Issue an answer of a township with the scan of the sheet that its head signed by hand (S-11, Q-38).

    It binds as one that was signed on the platform. Raises `UnableToMove` for a day before the draft or to come, and
    `HeldBack` for an answer that says nothing: it is written anew, or looked at a second time on the platform.
    """
    proposal, answer = _to_sign(matter, legal_day(at))
    if why := why_held(proposal, answer):
        raise HeldBack(f"答复提请复核：{why}。请修改答复，或者由负责人在平台上说明理由后签发")
    written_at = answer.drafted_at or matter.moves.filter(code__in=_HANDED_IN).latest("at").at
    require_signed_on_paper(
        matter, scan, filled_in=legal_day(written_at), signed_on=signed_on, today=legal_day(at)
    )
    move(matter=matter, code="sign_on_paper", by=by, at=at, note=f"{post}，{signed_on} 签字")
    (kept, *_rest) = attach(matter=matter, part=Part.SIGNED, uploads=scan, by=by, at=at)
    answer.signed_scan, answer.signed_on = kept.sha256, signed_on
    return _issue(matter, proposal, answer, by, at)


def _to_sign(matter: Matter, today: date) -> tuple[Proposal, Answer]:
    """Return the answer that waits for a signature, and is still whole. Raises `UnableToMove`."""
    proposal = proposal_of(matter)
    answer = newest_answer(proposal)
    if answer is None or answer.signed_on is not None:
        raise UnableToMove("没有等待签发的答复")
    _require_whole(proposal, Said(answer.kind, answer.text, answer.target, answer.due_on), today)
    return proposal, answer


def _issue(matter: Matter, proposal: Proposal, answer: Answer, by: Mandate, at: datetime) -> str:
    """Give a signed answer its number and its files, start what follows, and tell what came of it."""
    today = legal_day(at)
    assert answer.signed_on is not None  # whoever calls has set it
    answer.number = give_number(matter=matter, organ=matter.body, day=answer.signed_on)
    answer.commitment = _promised(proposal, answer, at)
    answer.save(update_fields=["signed_by", "signed_on", "signed_scan", "number", "commitment"])
    attach(matter=matter, part=Part.ANSWER, uploads=_files(proposal, answer), by=by, at=at)
    for step in ("handle", "hard", "rework", "again"):
        _end(proposal, step, today, "已签发答复")
    _start(proposal, "feedback", "征询代表、委员意见", Owes.ORGAN, today)
    if answer.commitment is None:
        return f"已签发 {answer.number}"
    return f"已签发 {answer.number}，答复列入计划，已登记承诺 {answer.commitment.matter.number}"


@transaction.atomic
def hear(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    attitude: str,
    result: str,
    said_on: date,
    reason: str = "",
) -> str:
    """Keep what the proposer says of an answer (S-12); the first time the result is not enough, it is redone (S-13).

    "Unsatisfied" needs reasons. Returns what follows from it.
    """
    proposal, today = proposal_of(matter), legal_day(at)
    answer = newest_answer(proposal)
    if answer is None or answer.signed_on is None:
        raise UnableToMove("还没有签发的答复")
    if not answer.signed_on <= said_on <= today:
        raise UnableToMove(f"反馈日期 {said_on} 应当在签发之日 {answer.signed_on} 和今天之间")
    levels = {item.code for item in listed(matter, LEVELS, on=today)}
    if unknown := {attitude, result} - levels:
        raise UnableToMove(f"没有“{'、'.join(sorted(unknown))}”这一级")
    if UNSATISFIED in {attitude, result} and not reason.strip():
        raise UnableToMove("不满意的，应当填写具体意见")
    refuse_personal_information({"意见": reason}, names=names_in(proposer_of(proposal)))
    code = _after(proposal, answer, result)
    move(matter=matter, code=code, by=by, at=at, note=f"办理结果：{word_of(matter, LEVELS, result)}")
    Feedback.objects.create(
        answer=answer, attitude=attitude, result=result, reason=reason, said_on=said_on, by=by, at=at
    )
    _end(proposal, "feedback", today, "已反馈")
    if code == "redo":
        _start(proposal, "rework", "重新办理并再次答复", Owes.BODY, said_on)
        return "不满意，已退回重新办理"
    return "已登记，办结" if code == "close" else "已登记，继续跟踪落实"


def ask_again(*, matter: Matter, at: datetime) -> None:
    """Let the body answer again once the promise `matter`, which an answer became, is over."""
    for answer in Answer.objects.filter(commitment=matter.pk).select_related("proposal__matter"):
        proposal = answer.proposal
        if proposal.matter.state in _ANSWERED_BEFORE and newest_answer(proposal) == answer:
            _start(proposal, "again", "落实以后再次答复", Owes.BODY, legal_day(at))


def may_answer_again(matter: Matter) -> bool:
    """Say whether what was planned is over, so that the proposer must be told."""
    answer = newest_answer(proposal_of(matter))
    return answer is not None and answer.commitment is not None and answer.commitment.matter.state in OVER


def why_held(proposal: Proposal, answer: Answer) -> str:
    """Return in words why an answer says nothing to what was suggested; empty for one that says something."""
    planned = f"。目标：{answer.target}" if answer.target else ""
    look = second_look(f"{answer.text}{planned}", f"{proposal.matter.title}。{proposal.text}")
    return look.explain() if look else ""


def _replace(matter: Matter, by: Mandate, at: datetime, said: Said) -> str:
    """Put what is said now in the place of the draft that was not signed."""
    proposal = proposal_of(matter)
    kept = _columns(matter, said, at)
    proposal.answers.filter(signed_on=None).update(drafted_by=by, **kept)
    answer = newest_answer(proposal)
    assert answer is not None  # one waits to be signed
    return _waits(proposal, answer)


def _waits(proposal: Proposal, answer: Answer) -> str:
    why = why_held(proposal, answer)
    return f"答复提请复核：{why}" if why else "答复待负责人签发"


def why_not_signed_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not sign the answer that waits: it says nothing, and `by` drafted it; '' where it may."""
    proposal = proposal_of(matter)
    answer = newest_answer(proposal)
    if answer is None or not why_held(proposal, answer):
        return ""
    return why_not_decided_by(by, drafted_by=answer.drafted_by)


def _second_look(proposal: Proposal, answer: Answer, by: Mandate, reason: str) -> str:
    """Return what stands in the history of an answer that goes out after a second look; empty for any other."""
    why = why_held(proposal, answer)
    if not why:
        return ""
    require_another_person(why_not_decided_by(by, drafted_by=answer.drafted_by))
    return f"答复曾提请复核，复核理由：{require_reason(why, reason)}"


def _after(proposal: Proposal, answer: Answer, result: str) -> str:
    """Return the step that feedback leads to."""
    was_redone = proposal.matter.moves.filter(code="redo").exists()
    if result == UNSATISFIED and not was_redone:
        return "redo"
    return "follow" if answer.commitment is not None else "close"


def _require_whole(proposal: Proposal, said: Said, today: date) -> None:
    matter = proposal.matter
    if said.kind not in {item.code for item in listed(matter, ANSWER_KINDS, on=today)}:
        raise NotAnAnswer(f"没有“{said.kind}”这种答复")
    if not said.text.strip():
        raise NotAnAnswer("请填写答复内容")
    if (said.kind == PLANNED) != bool(said.target and said.due_on):
        raise NotAnAnswer("列入计划的，写明可以衡量的目标和完成期限；其他答复不填这两项")
    if said.due_on is not None and said.due_on <= today:
        raise NotAnAnswer(f"完成期限 {said.due_on} 应当晚于今天")
    words = {"答复内容": said.text, "目标": said.target}
    refuse_personal_information(words, names=names_in(proposer_of(proposal)))
    _require_agreement_with_the_ledger(proposal, said)


def _require_agreement_with_the_ledger(proposal: Proposal, said: Said) -> None:
    promised = _commitment_before(proposal)
    if promised is None:
        return
    number, state = promised.matter.number, promised.matter.state
    if state in KEPT and said.kind != SOLVED:
        raise NotAnAnswer(f"承诺 {number} 已核实履行，应当答复已经解决")
    if state in OVER and state not in KEPT and said.kind == SOLVED:
        raise NotAnAnswer(f"承诺 {number} 没有履行，不能答复已经解决")
    if state in OVER:
        return
    standing = standing_version(promised)
    if said.kind != PLANNED or (said.target, said.due_on) != (standing.target, standing.due_on):
        raise NotAnAnswer(
            f"承诺 {number} 正在办理，答复的目标和期限应当与台账一致（{standing.target}，{standing.due_on}）；"
            "要改变的，先在承诺台账提出变更"
        )


def _require_outcome(proposal: Proposal) -> None:
    promised = _commitment_before(proposal)
    if promised is None or promised.matter.state not in OVER:
        raise NotAnAnswer("已经答复；列入计划的，承诺有结果以后才再次答复")


def _commitment_before(proposal: Proposal) -> Commitment | None:
    """Return the promise that the newest signed answer became, if it became one."""
    signed = proposal.answers.exclude(signed_on=None).select_related("commitment__matter").last()
    return signed.commitment if signed is not None else None


def _columns(matter: Matter, said: Said, at: datetime) -> dict[str, object]:
    return {
        "kind": said.kind,
        "answer_class": class_for(matter, said.kind, on=legal_day(at)).code,
        "text": said.text,
        "target": said.target,
        "due_on": said.due_on,
        "drafted_at": at,
    }


def _promised(proposal: Proposal, answer: Answer, at: datetime) -> Commitment | None:
    if answer.kind != PLANNED or answer.due_on is None:
        return None
    standing = _commitment_before(proposal)
    if standing is not None and standing.matter.state not in OVER:
        return standing
    matter = proposal.matter
    promise = Promise(
        body=matter.body,
        kind="proposal_answer",
        text=answer.text,
        target=answer.target,
        due_on=answer.due_on,
        beneficiary_kind=Beneficiary.DEPUTY,
        beneficiary=proposer_of(proposal),
        document_title=f"对{matter.title}的答复"[:200],
        document_number=answer.number,
        made_on=legal_day(at),
        is_secret=proposal.is_confidential,
    )
    return propose(promise=promise, by=answer.drafted_by, at=at)[0]


def _files(proposal: Proposal, answer: Answer) -> list[Upload]:
    """Return the answer as DOCX and PDF, made of one value by the renderers of documents."""
    official = written(proposal, answer)
    made = {"docx": render_docx(official), "pdf": render_pdf(official)}
    kept = {ending: files.keep(home.current(), [content]) for ending, content in made.items()}
    name = f"答复 {answer.number}"
    return [
        Upload(f"{name}.{ending}", sha, size, MEDIA_TYPES[ending]) for ending, (sha, size) in kept.items()
    ]


def written(proposal: Proposal, answer: Answer) -> OfficialDocument:
    """Return the signed answer as an official document; it names the suggestion by its number and no person."""
    matter = proposal.matter
    assert answer.signed_on is not None  # a draft has no day to bear
    classes = {item.code: item for item in listed(matter, ANSWER_CLASSES, on=answer.signed_on)}
    letter_of_class = classes[answer.answer_class].text("letter")
    planned = (
        ()
        if answer.due_on is None
        else section(
            "落实计划", f"目标：{answer.target}。完成期限：{long_date(answer.due_on)}。落实以后再次答复。"
        )
    )
    official = letter(
        Issue(
            organ=matter.body.name,
            number=answer.number,
            issued_on=answer.signed_on,
            copies=(matter.organ.name,),
            printed_by=matter.body.name,
            printed_on=answer.signed_on,
        ),
        title=f"对{matter.title}的答复（{letter_of_class}类）",
        addressee=f"{proposal.session}第{proposal.number}号建议提案的提出者",
        body=(
            *section("办理情况", answer.text),
            *section("答复种类", word_of(matter, ANSWER_KINDS, answer.kind) + "。"),
            *planned,
        ),
    )
    try:
        for element in elements(official):
            refuse_undrawable(element)
    except ValueError as missing:
        raise NotAnAnswer(f"答复不能成文：{missing}") from missing
    return official


def _start(proposal: Proposal, step: str, title: str, owes: Owes, start: date) -> None:
    start_deadline(
        matter=proposal.matter,
        clock=clock_of(proposal, step),
        title=title,
        owes=owes,
        start=start,
        started_by=title,
    )


def _end(proposal: Proposal, step: str, on: date, ended_by: str) -> None:
    end_deadlines(matter=proposal.matter, clocks=(clock_of(proposal, step),), on=on, ended_by=ended_by)
