"""Every write on a promise's way from proposal to verdict; changes are in changing.py, who answers in owners.py."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import IntegrityError, transaction

from chengxin.chain.records.competence import NoCompetentOrgan, competent_organ
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    add_note,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.matters.two_persons import require_another_person, took_step
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.ground.attachments import Upload
from chengxin.ground.ciphers import seal
from chengxin.mechanisms.commitments.excuses import judged
from chengxin.mechanisms.commitments.findings import owe_a_finding
from chengxin.mechanisms.commitments.models import (
    Beneficiary,
    BeneficiaryWord,
    Commitment,
    CommitmentReview,
    CommitmentVersion,
    Outcome,
    Word,
)
from chengxin.mechanisms.commitments.owners import heads_of, holds_post_in, require_post
from chengxin.mechanisms.commitments.paying import interest_of, yuan
from chengxin.mechanisms.commitments.queries import (
    CONDITIONS,
    KINDS,
    MAY_NOT_APPLY,
    SEAL,
    book_of,
    commitment_of,
    listed,
)
from chengxin.mechanisms.commitments.watching import watch_one
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.commitments import COMMITMENT
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area


class NotEntered(UnableToMove):
    """A promise that cannot stand in the ledger as it was given; the text says what is wrong."""


class ConditionsNotMet(UnableToMove):
    """What the law asks before a promise is made was not all reviewed and passed (policy K5-01, A-47)."""


class NotYetHeard(UnableToMove):
    """The body's time to explain has not run out and it has not explained (policy R-33)."""


class StillOwed(UnableToMove):
    """What was promised to be paid was not paid."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is known when a promise is proposed: amounts in fen, days as the document has them."""

    body: PublicBody
    kind: str  # of the list `commitment_kinds`
    text: str
    target: str
    due_on: date
    beneficiary_kind: Beneficiary
    document_title: str
    document_number: str
    made_on: date
    area: Area = Area.GENERAL
    beneficiary: str = ""
    budget: int | None = None
    budget_source: str = ""
    is_secret: bool = False
    own_number: str = ""  # of the sender's own system
    title: str = ""  # where the text is a long sentence with several targets

    @property
    def digest(self) -> str:
        """The same promise of the same document has the same digest, whoever enters it and by whatever way."""
        same = [self.body.pk, self.kind, self.document_number, self.text, self.due_on.isoformat()]
        return hashlib.sha256(msgspec.json.encode(same)).hexdigest()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One condition, how it was reviewed, and by whom and which paper."""

    condition: str
    outcome: Outcome
    basis: str


@transaction.atomic
def propose(*, promise: Promise, by: Mandate, at: datetime) -> tuple[Commitment, bool]:
    """Propose a promise for the ledger; return it, and whether it was not there before.

    The body's own liaison proposes, an officer of the organ that keeps the ledger about it, which is above it, or who
    registers for an organ of its region or above what was said there.
    Raises `NotEntered`, `NotCompetent`, or `NamesAPerson` where words that would be public name the beneficiary.
    """
    organ = _keeper(promise.body)
    _require_proposer(promise.body, organ, by)
    _require_whole(promise, legal_day(at))
    known = _known(promise)
    if known is not None:
        return known, False
    title = f"{promise.body.name}：{promise.title or promise.text[:60]}"
    matter = open_matter(new=NewMatter(COMMITMENT, title, promise.body, organ), by=by, at=at)
    try:
        with transaction.atomic():
            commitment = _kept(promise, matter)
    except IntegrityError:
        raise NotEntered("同一承诺刚刚已由他人登记，请刷新页面后查看") from None
    show_to_subject(matter=matter, at=at)  # the body's own words: nothing is kept from it
    start_deadline(
        matter=matter,
        clock="contract.review",
        title="前置审查",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="提出登记",
    )
    return commitment, True


@transaction.atomic
def review(*, matter: Matter, by: Mandate, at: datetime, reviews: Sequence[Reviewed]) -> None:
    """Keep how the conditions of a promise were reviewed; one that is reviewed again replaces the earlier word.

    Raises `ConditionsNotMet` where something is said not to apply that always does.
    """
    commitment = commitment_of(matter)
    if matter.state != "proposed":
        raise UnableToMove("已经审查完毕，不能再改")
    may_not_apply = {item.code for item in listed(matter, MAY_NOT_APPLY, on=legal_day(at))}
    for each in reviews:
        if each.outcome is Outcome.NOT_APPLICABLE and each.condition not in may_not_apply:
            raise ConditionsNotMet(
                f"“{each.condition}”对任何承诺都适用，不能填“{Outcome.NOT_APPLICABLE.zh}”（K5-01）"
            )
        CommitmentReview.objects.update_or_create(
            commitment=commitment,
            condition=each.condition,
            defaults={"outcome": each.outcome, "basis": each.basis, "by": by, "at": at},
        )


def why_not_approved_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not let a promise pass: it entered a review of it; '' where it may."""
    entered = commitment_of(matter).reviews.filter(by__user__in=persons_in(by))
    return "登记审查意见的人不得自己审查通过" if entered.exists() else ""


@transaction.atomic
def approve(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Let a promise pass: every condition was reviewed and none failed; who entered the reviews does not approve."""
    commitment = commitment_of(matter)
    lacking = list(_lacking(commitment, legal_day(at)))
    if lacking:
        told = "；".join(lacking)
        law = book_of(matter).authority_of("K5-01", on=legal_day(at))
        raise ConditionsNotMet(f"前置条件不齐，不得登记生效（{law}）：{told}")
    require_another_person(why_not_approved_by(matter, by))
    move(matter=matter, code="approve", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=("contract.review",), on=legal_day(at), ended_by="审查通过")


@transaction.atomic
def reject(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Keep a promise from being made, with the reason; one that somebody relies on already is found invalid instead."""
    move(matter=matter, code="reject", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="审查不通过")


@transaction.atomic
def enter(*, matter: Matter, by: Mandate, at: datetime, owner: Mandate) -> None:
    """Enter a promise: from now on it is owed, and `owner` answers for it. Raises `NotInPost`."""
    commitment = commitment_of(matter)
    require_post(owner, matter.body, on=legal_day(at))
    move(matter=matter, code="enter", by=by, at=at, note=f"承办岗位：{owner.post}")
    commitment.versions.filter(number=1).update(stood_from=at)
    heads = heads_of([commitment], on=legal_day(at))[commitment.pk]
    Commitment.objects.filter(pk=matter.pk).update(
        owner=owner, head=min(heads) if heads else None, is_behind=not commitment.is_secret
    )
    watch_one(commitment_of(matter), at=at)


@transaction.atomic
def report(
    *, matter: Matter, by: Mandate, at: datetime, fulfilled_on: date, text: str, attachments: list[Upload]
) -> None:
    """Report as the body that it did what it promised, on which day, with evidence."""
    if fulfilled_on > legal_day(at):
        raise UnableToMove(f"完成日期 {fulfilled_on} 晚于今天")
    if not attachments:
        raise UnableToMove("报告完成须附证明材料")
    move(matter=matter, code="report", by=by, at=at, note=f"报告于 {fulfilled_on} 完成")
    Commitment.objects.filter(pk=matter.pk).update(fulfilled_on=fulfilled_on)
    add_note(matter=matter, part=Part.REPORT, text=text, by=by, at=at)
    attach(matter=matter, part=Part.PROOF, uploads=attachments, by=by, at=at)
    start_deadline(
        matter=matter,
        clock="commitment.verify",
        title="核实是否履行",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="单位报告完成",
    )


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Say that what was reported is not done yet: the promise runs on, and is overdue at once if its day has passed."""
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    Commitment.objects.filter(pk=matter.pk).update(fulfilled_on=None)
    end_deadlines(matter=matter, clocks=("commitment.verify",), on=legal_day(at), ended_by="退回")
    watch_one(commitment_of(matter), at=at)


@transaction.atomic
def verify(*, matter: Matter, by: Mandate, at: datetime, fulfilled_on: date, reason: str) -> str:
    """Say, as the organ, that a promise was kept, on which day; whether in time follows from the days.

    What is to be paid was paid. After a dispute another person says it. Raises `StillOwed` or `SamePerson`.
    """
    commitment = commitment_of(matter)
    if fulfilled_on > legal_day(at):
        raise UnableToMove(f"完成日期 {fulfilled_on} 晚于今天")
    _refuse_earlier_verifier(matter, by)
    _refuse_unpaid(commitment, fulfilled_on)
    late = fulfilled_on > commitment.due_on
    told = f"{fulfilled_on} 完成，期限 {commitment.due_on}{_cost(commitment, at)}"
    move(matter=matter, code="keep_late" if late else "keep", by=by, at=at, note=f"{told}。{reason}")
    _conclude(matter, at, fulfilled_on=fulfilled_on)
    return f"核实为{'迟延履行' if late else '已履行'}：{told}"


@transaction.atomic
def hear_beneficiary(
    *, matter: Matter, by: Mandate, at: datetime, word: str, said_on: date, basis: str
) -> None:
    """Keep whether the beneficiary agrees that the promise was kept; where it does not, the verdict is open again."""
    said = Word(word)
    BeneficiaryWord.objects.create(
        commitment=commitment_of(matter), word=said, said_on=said_on, basis=basis, by=by, at=at
    )
    if said is Word.DISPUTED:
        move(matter=matter, code="dispute", by=by, at=at, note=basis)
    _lag(matter)


@transaction.atomic
def explain(*, matter: Matter, by: Mandate, at: datetime, excuse: str, text: str) -> str:
    """Keep why a body did not keep its word; an excuse that the law names is refused, with every clause.

    Nothing is stopped by it. Returns the answer, for the body.
    """
    is_refused, told = judged(excuse, matter, on=legal_day(at)) if excuse else (False, "")
    add_note(matter=matter, part=Part.EXPLANATION, text=f"{text}\n{told}".strip(), by=by, at=at)
    end_deadlines(matter=matter, clocks=("commitment.explain",), on=legal_day(at), ended_by="单位已说明")
    if is_refused:
        return f"理由不成立：{told}"
    return "说明已收到"


@transaction.atomic
def find_broken(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find, as the head of the organ above, that a promise was broken, after the body could explain (N-26, R-33).

    The organ's days for the served finding run from then; a record rests on that, never on the lead.
    """
    if not (notes_of(matter, Part.EXPLANATION) or _had_its_time(matter, legal_day(at))):
        raise NotYetHeard("单位说明理由的期限尚未届满，单位也没有说明，不能认定")
    _refuse_earlier_verifier(matter, by)
    move(matter=matter, code="break", by=by, at=at, note=reason)
    commitment = commitment_of(matter)
    if commitment.lead is not None:
        add_note(
            matter=commitment.lead.matter,
            part=Part.EVIDENCE,
            text=f"{matter.number} 认定违约：{reason}",
            by=by,
            at=at,
        )
    _conclude(matter, at)
    owe_a_finding(matter, at)


def _conclude(matter: Matter, at: datetime, **changes: object) -> None:
    Commitment.objects.filter(pk=matter.pk).update(**changes)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已有结论")
    _lag(matter)


def _lag(matter: Matter) -> None:
    """Note that what is public lags behind: a new version waits for its release review."""
    Commitment.objects.filter(pk=matter.pk, is_secret=False).update(is_behind=True)


def _known(promise: Promise) -> Commitment | None:
    """Return the promise if it stands in the ledger; the same own number for another one is refused."""
    if promise.own_number:
        numbered = Commitment.objects.filter(promised_by=promise.body, own_number=promise.own_number).first()
        if numbered is not None and numbered.digest != promise.digest:
            raise NotEntered(f"本单位编号“{promise.own_number}”已用于另一项承诺 {numbered.matter.number}")
    return Commitment.objects.filter(digest=promise.digest).first()


def _kept(promise: Promise, matter: Matter) -> Commitment:
    commitment = Commitment.objects.create(
        matter=matter,
        kind=promise.kind,
        area=promise.area,
        promised_by=promise.body,
        beneficiary_kind=promise.beneficiary_kind,
        beneficiary=seal(promise.beneficiary, purpose=SEAL) if promise.beneficiary else b"",
        document_title=promise.document_title,
        document_number=promise.document_number,
        made_on=promise.made_on,
        budget=promise.budget,
        budget_source=promise.budget_source,
        is_secret=promise.is_secret,
        digest=promise.digest,
        own_number=promise.own_number,
        due_on=promise.due_on,
    )
    CommitmentVersion.objects.create(
        commitment=commitment, number=1, text=promise.text, target=promise.target, due_on=promise.due_on
    )
    return commitment


def _keeper(body: PublicBody) -> PublicBody:
    try:
        return competent_organ(body)
    except NoCompetentOrgan as refusal:
        raise NotEntered(str(refusal)) from None


def _require_proposer(body: PublicBody, organ: PublicBody, by: Mandate) -> None:
    own = by.role == Actor.LIAISON and by.body_id == body.pk
    keeper = by.role == Actor.CREDIT_OFFICER and by.body_id == organ.pk
    heard_it = by.role == Actor.INTAKE_OFFICER and body.path.startswith(by.body.region.path)
    if not own and not keeper and not heard_it:
        raise NotCompetent(f"{body.name}的承诺由其联络员、{organ.name}经办人或者上级受理人员登记")


def _require_whole(promise: Promise, on: date) -> None:
    if body_ended := promise.body.ended_on:
        raise NotEntered(f"{promise.body.name}已于 {body_ended} 撤销，请登记在承继单位名下")
    if promise.kind not in {item.code for item in current_rulebook().items(KINDS, on=on)}:
        raise NotEntered(f"没有“{promise.kind}”这个种类")
    if promise.made_on > on:
        raise NotEntered(f"作出日期 {promise.made_on} 晚于今天")
    if promise.due_on < promise.made_on:
        raise NotEntered(f"期限 {promise.due_on} 早于作出日期 {promise.made_on}")
    if promise.beneficiary_kind is not Beneficiary.PUBLIC and not promise.beneficiary:
        raise NotEntered(f"受益方是{promise.beneficiary_kind.zh}的，须写明名称")
    if not promise.is_secret:
        names = [promise.beneficiary] if promise.beneficiary else []
        said = {"承诺内容": promise.text, "目标": promise.target, "文件名称": promise.document_title}
        refuse_personal_information(said, names=names)


def _lacking(commitment: Commitment, on: date) -> Sequence[str]:
    said = {each.condition: each for each in commitment.reviews.all()}
    lacking = []
    for item in listed(commitment.matter, CONDITIONS, on=on):
        found = said.get(item.code)
        if found is None:
            lacking.append(f"{item.zh}：没有审查意见")
        elif found.outcome == Outcome.FAILED:
            lacking.append(f"{item.zh}：不通过（{found.basis}）")
    return lacking


def why_not_found_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not say again whether a promise was kept: it said so before; '' where it may."""
    said = took_step(matter, by, "keep", "keep_late")
    return "受益方提出异议后，应当由原核实人以外的人员重新核实" if said else ""


def _refuse_earlier_verifier(matter: Matter, by: Mandate) -> None:
    require_another_person(why_not_found_by(matter, by))
    if holds_post_in(by, commitment_of(matter).promised_by):
        raise NotCompetent("作出承诺的单位不得自己下结论")


def _refuse_unpaid(commitment: Commitment, on: date) -> None:
    payable = getattr(commitment, "payable", None)
    if payable is None:
        return
    unpaid = payable.owed - sum(each.fen for each in payable.payments.all() if each.on <= on)
    if unpaid > 0:
        raise StillOwed(
            f"截至 {on} 尚有 {unpaid // 100:,}.{unpaid % 100:02d} 元没有付款记录，不能核实为已履行"
        )


def _cost(commitment: Commitment, at: datetime) -> str:
    """Return in words what being late cost, for what was to be paid."""
    payable = getattr(commitment, "payable", None)
    cost = interest_of(payable, on=legal_day(at)).interest if payable is not None else 0
    return f"，逾期利息 {yuan(cost)}" if cost else ""


def _had_its_time(matter: Matter, on: date) -> bool:
    clocks = [each for each in deadlines_of(matter) if each.clock == "commitment.explain"]
    return any(each.due_on < on for each in clocks)
