"""本人主张: objection or correction, report of recovery, review and appeal: filed by the person, decided by others.

Nothing here makes anybody fare worse (policy R-33, R-34, R-58): an organ upholds, or leaves things as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.dossiers import ends
from chengxin.mechanisms.dossiers.models import Claim, Entry, Opinion
from chengxin.mechanisms.dossiers.operations import LETTER
from chengxin.mechanisms.dossiers.own_words import seal_words
from chengxin.mechanisms.dossiers.queries import claim_of, has_effect_on, item_of, known_on
from chengxin.mechanisms.dossiers.words import require_fit
from chengxin_core.calendar import due_on, legal_day
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.personnel import (
    DOSSIER_OBJECTION,
    OFFICIAL_REPAIR,
    PERSONNEL_REMEDY,
    ClaimState,
    Leniency,
    OpinionState,
    RemedyStage,
)
from chengxin_core.lifecycle.table import Actor, Lifecycle

DECISION = "official_claim_decision"
OBJECTION_CLOCK = "objection.own"
DECIDE = {RemedyStage.REVIEW: "civil.review_decide", RemedyStage.APPEAL: "civil.appeal_decide"}


class NothingToClaim(UnableToMove):
    """There is nothing of this person that the claim could be about, or it is being handled already."""


class TooLate(UnableToMove):
    """The time in which a review or an appeal may be sought has passed; says which clock and until when."""


@dataclass(frozen=True, slots=True)
class About:
    """What a claim is about: an entry or an opinion."""

    entry: Entry | None = None
    opinion: Opinion | None = None


@transaction.atomic
def object_to(
    *, entry: Entry, by: Mandate, at: datetime, ground: str, stated: str, attachments: Iterable[Upload]
) -> Matter:
    """Object to an entry or ask for its correction; the personnel organ answers within the clock of C-17."""
    _require_own(entry.official_id, by)
    if entry.removed_on is not None:
        raise NothingToClaim("该信息已经撤下")
    matter = _file(
        DOSSIER_OBJECTION, About(entry), entry.official.authority, by, at, ground, stated, attachments
    )
    start_deadline(
        matter=matter,
        clock=OBJECTION_CLOCK,
        title="答复档案异议",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="收到异议申请",
    )
    return matter


@transaction.atomic
def report_recovery(
    *, entry: Entry, by: Mandate, at: datetime, ground: str, stated: str, attachments: list[Upload]
) -> Matter:
    """Report recovery, elimination or prevention; who imposed the sanction decides (policy R-25, R-26)."""
    _require_own(entry.official_id, by)
    if entry.input != DossierInput.VIOLATIONS or not has_effect_on(entry, legal_day(at)):
        raise NothingToClaim("只对影响期内的处分申请从宽处理")
    if not attachments:
        raise NothingToClaim("请附挽回损失、消除影响或者退赔的证明材料")
    return _file(OFFICIAL_REPAIR, About(entry), entry.supplier, by, at, ground, stated, attachments)


@transaction.atomic
def seek_remedy(
    *, about: About, by: Mandate, at: datetime, stage: RemedyStage, stated: str, attachments: Iterable[Upload]
) -> Matter:
    """Ask for a review by the organ itself, or appeal to the one above, within the time of policy R-58.

    Raises `TooLate`, or `NothingToClaim` where there is nothing that may be reviewed.
    """
    official, organ, knew_on = _contested(about)
    _require_own(official, by)
    if stage is RemedyStage.APPEAL:
        if organ.superior is None:
            raise NothingToClaim(f"没有登记{organ.name}的上一级机关，请向同级公务员主管部门书面申诉")
        review = _review_of(about)
        clock, start = _appeal_clock(review, knew_on)
        _require_in_time(clock, start, about, at)
        organ = organ.superior
    else:
        _require_in_time("civil.review_request", knew_on, about, at)
    matter = _file(PERSONNEL_REMEDY, about, organ, by, at, stage, stated, attachments)
    start_deadline(
        matter=matter,
        clock=DECIDE[stage],
        title="作出复核、申诉决定",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="收到申请",
    )
    return matter


@transaction.atomic
def uphold(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find for the person in an objection, review or appeal: what was contested goes, and names are restored."""
    claim = _decided(matter, "uphold", by, at, reason)
    if claim.entry is not None:
        ends.remove(entry=claim.entry, at=at)
    elif claim.opinion is not None and claim.opinion.ended_on is None:
        ends.withdraw_opinion(opinion=claim.opinion, at=at, note=claim.matter.title)


@transaction.atomic
def grant_leniency(
    *, matter: Matter, by: Mandate, at: datetime, outcome: str, sanction: str, reason: str
) -> None:
    """Lift the effect of a sanction, or put a lighter one in its place. Raises `NothingToClaim` for one not lighter."""
    claim = claim_of(matter)
    assert claim.entry is not None  # filed against an entry
    if outcome == Leniency.LIGHTER:
        _require_lighter(claim.entry, sanction)
    _decided(matter, "uphold", by, at, reason, outcome)
    if outcome == Leniency.LIGHTER:
        ends.change_sanction(entry=claim.entry, sanction=sanction, at=at)
    else:
        ends.lift(entry=claim.entry, at=at)


@transaction.atomic
def reject(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Leave things as they are, with reasons; nothing gets worse."""
    _decided(matter, "reject", by, at, reason)


@transaction.atomic
def retract(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Let the person take the claim back."""
    move(matter=matter, code="retract", by=by, at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="本人撤回")


def lighter_sanctions(entry: Entry) -> list[tuple[str, str]]:
    """Return the sanctions that are lighter than that of an entry, as code and wording."""
    rank = item_of(entry).number("rank")
    listed = rulebook_of(entry.rulebook).items("discipline_types", on=entry.decided_on)
    return [(item.code, item.zh) for item in listed if item.number("rank") < rank]


def _require_lighter(entry: Entry, sanction: str) -> None:
    if sanction not in {code for code, _ in lighter_sanctions(entry)}:
        raise NothingToClaim(f"应当是轻于{item_of(entry).zh}的处分")


def _decided(matter: Matter, code: str, by: Mandate, at: datetime, reason: str, outcome: str = "") -> Claim:
    claim = claim_of(matter)
    assert matter.official is not None  # a claim is a person's
    require_fit(reason, about=matter.official, organ=by.body, rulebook=matter.rulebook, on=legal_day(at))
    move(matter=claim.matter, code=code, by=by, at=at, note=reason)
    claim.reason, claim.outcome = reason, outcome
    claim.save(update_fields=["reason", "outcome"])
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="作出决定")
    draft_document(kind=DECISION, parent=matter, addressee=matter.body, value={}, by=None, at=at)
    return claim


def _file(
    lifecycle: Lifecycle,
    about: About,
    organ: PublicBody,
    by: Mandate,
    at: datetime,
    ground: str,
    stated: str,
    attachments: Iterable[Upload],
) -> Matter:
    assert by.official is not None  # a mandate of the person
    filed = Claim.objects.filter(entry=about.entry, opinion=about.opinion, matter__kind=lifecycle.kind)
    if filed.filter(matter__state=ClaimState.FILED).exists():
        raise NothingToClaim("同一事项正在办理，请等待答复或者在其中补充")
    new = NewMatter(
        lifecycle, f"{lifecycle.zh}（{by.official}）", by.official.employer, organ, official=by.official
    )
    matter = open_matter(new=new, by=by, at=at)
    Claim.objects.create(
        matter=matter,
        entry=about.entry,
        opinion=about.opinion,
        ground=ground,
        sealed_words=seal_words(stated),
        filed_on=legal_day(at),
    )
    show_to_subject(matter=matter, at=at)
    attach(matter=matter, part=Part.PROOF, uploads=attachments, by=by, at=at)
    return matter


def _require_own(official: str, by: Mandate) -> None:
    if by.role != Actor.OFFICIAL or by.official_id != official:
        raise NotCompetent("只能由本人提出")


def _contested(about: About) -> tuple[str, PublicBody, date | None]:
    """Return whose it is, whose decision, and since when the person knows."""
    if about.opinion is not None:
        opinion = about.opinion
        if opinion.matter.state != OpinionState.SERVED or opinion.ended_on is not None:
            raise NothingToClaim("该意见没有送达，或者已经终止")
        return opinion.official_id, opinion.matter.organ, _served_on(opinion.matter, LETTER)
    entry = about.entry
    if entry is None or (entry.input, entry.item) != (DossierInput.ANNUAL_ASSESSMENT, "incompetent"):
        raise NothingToClaim(
            "只有年度信用意见和定为不称职的考核结果在此复核、申诉；处分依法向监察机关复审、复核"
        )
    return entry.official_id, entry.supplier, known_on(entry)


def _review_of(about: About) -> Matter | None:
    """Return the decided review of the same thing, if the person asked for one."""
    decided = Claim.objects.filter(
        entry=about.entry,
        opinion=about.opinion,
        ground=RemedyStage.REVIEW,
        matter__kind=PERSONNEL_REMEDY.kind,
        matter__state=ClaimState.REJECTED,
    )
    newest = decided.select_related("matter").order_by("-pk").first()
    return newest.matter if newest else None


def _appeal_clock(review: Matter | None, knew_on: date | None) -> tuple[str, date | None]:
    if review is None:
        return "civil.appeal_direct", knew_on
    return "civil.appeal_after_review", _served_on(review, DECISION)


def _require_in_time(clock: str, start: date | None, about: About, at: datetime) -> None:
    """Refuse what comes too late; who was not told yet is never late."""
    if start is None:
        return
    version = about.opinion.matter.rulebook if about.opinion else about.entry.rulebook if about.entry else ""
    rule = rulebook_of(version).clock(clock).on(start)
    last = due_on(start, *rule.period, calendar())
    if legal_day(at) > last:
        raise TooLate(f"{rule.gist}的期限自 {start} 起算，至 {last} 届满（{rule.shown}）")


def _served_on(matter: Matter, kind: str) -> date | None:
    served = Document.objects.filter(matter__parent=matter, kind=kind).exclude(served_on=None)
    return served.order_by("-pk").values_list("served_on", flat=True).first()
