"""提醒、催办、督办: the word depends on who says it: 督办 only under a government's designation (policy Q-37)."""

from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, add_note
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.occasions import tell_subject
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import trail
from chengxin.mechanisms.supervision.models import Designation, Urging
from chengxin.mechanisms.supervision.queries import complaint_of, designation_of
from chengxin.mechanisms.supervision.telling import refuse_telling
from chengxin_core.calendar import legal_day

REMINDED, URGED, INSPECTED = "提醒", "催办", "督办"
REPLY_CLOCK, MENDING_CLOCK = "complaint.respondent_reply", "rectification"
_OWED = (REPLY_CLOCK, MENDING_CLOCK)


class NothingOwed(UnableToMove):
    """The body owes nothing in this complaint now."""


class NotDesignated(UnableToMove):
    """The designation lacks its document, or ends before it begins."""


def word_for(organ_id: str, *, is_late: bool, on: date) -> tuple[str, Designation | None]:
    """Return the word that an organ may use to a body, with the designation that 督办 rests on."""
    if not is_late:
        return REMINDED, None
    designation = designation_of(organ_id, on=on)
    return (INSPECTED, designation) if designation else (URGED, None)


@transaction.atomic
def urge(*, matter: Matter, by: Mandate | None, at: datetime, text: str) -> str:
    """Remind the body complained of; return the word under which it was done.

    Raises `NothingOwed`, or `TellsTheSender` where a person's words tell who complained.
    """
    if by is not None:
        refuse_telling(matter, text)
    on = legal_day(at)
    owed = matter.deadlines.running().filter(clock__in=_OWED)
    if not owed.exists():
        raise NothingOwed("被投诉单位现在没有未答复或者未完成的事项")
    word, designation = word_for(matter.organ_id, is_late=owed.filter(due_on__lt=on).exists(), on=on)
    Urging.objects.create(
        complaint=complaint_of(matter), word=word, designation=designation, text=text, by=by, at=at
    )
    under = f"（{designation.document_number}）" if designation else ""
    add_note(matter=matter, part=Part.URGING, text=f"{word}{under}：{text}", by=by, at=at)
    tell_subject(matter=matter, occasion=Occasion.URGED, once=f"urged:{matter.pk}:{on}", at=at)
    return word


def urge_late(*, matter: Matter, at: datetime) -> None:
    """Remind a body that let its days to answer run out, in the platform's words."""
    urge(matter=matter, by=None, at=at, text="逾期未书面说明情况，请立即答复；不答复不影响核实认定")


@transaction.atomic
def designate(
    *, body: PublicBody, document_number: str, valid_from: date, valid_until: date | None = None
) -> Designation:
    """Register that a government lets a body carry out 政府督查; the same document again changes nothing.

    Raises `NotDesignated`.
    """
    if not document_number.strip():
        gate = current_rulebook(body.path).gate("inspection.designated").on(valid_from)
        raise NotDesignated(f"应当写明本级人民政府授权的文号（{gate.shown}）")
    if valid_until is not None and valid_until < valid_from:
        raise NotDesignated(f"授权的最后一天 {valid_until} 早于第一天 {valid_from}")
    made, is_new = Designation.objects.get_or_create(
        body=body,
        document_number=document_number.strip(),
        defaults={"valid_from": valid_from, "valid_until": valid_until},
    )
    if is_new:
        trail.note("supervision.designated", f"body/{body.pk}")
    return made
