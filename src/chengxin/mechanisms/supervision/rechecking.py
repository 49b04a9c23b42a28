"""复核: the body found in breach asks the organ above the finding one, once, within its days (policy 13.2, S-41).

Another organ decides, so nobody who took part in the finding does. A finding that is quashed counts no more: the gate
of a record refuses it, and a record in force that rests on it is its organ's to withdraw.
"""

from datetime import datetime

from django.db import transaction

from chengxin.chain.records.competence import another_organ
from chengxin.chain.records.ends import revoke_basis
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, add_note, attach, move
from chengxin.foundation.matters.parts import Part
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.supervision.answering import decide
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.operations import pass_case
from chengxin.mechanisms.supervision.queries import complaint_of, recheck_until
from chengxin_core.calendar import legal_day

RESULT, DECIDE = "complaint_recheck", "finding.review_decide"


class NoRecheck(UnableToMove):
    """The finding cannot be reviewed: too late, or no organ above is known."""


@transaction.atomic
def seek_recheck(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Let the organ above the finding one review the finding, on the body's reasons. Raises `NoRecheck`.

    What was found goes on standing meanwhile.
    """
    last = recheck_until(matter)
    if last is not None and legal_day(at) > last:
        raise NoRecheck(f"申请复核的期限已于 {last} 届满")
    finder = matter.organ
    organ = another_organ(matter.body, but={finder.pk}, above=finder)
    if organ is None:
        raise NoRecheck(f"登记册中没有{finder.name}的上级机关，可以依认定书写明的其他途径救济")
    move(matter=matter, code="seek_recheck", by=by, at=at, note=f"由{organ.name}复核")
    add_note(matter=matter, part=Part.OBJECTION, text=text, by=by, at=at)
    attach(matter=matter, part=Part.OBJECTION, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="申请复核")
    Complaint.objects.filter(pk=matter.pk).update(found_by=finder)
    pass_case(matter=matter, organ=organ)
    start_deadline(
        matter=matter,
        clock=DECIDE,
        title="作出复核决定",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="收到复核申请",
    )


@transaction.atomic
def uphold_finding(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Leave the finding as it is; body and sender are told why."""
    reply = decide(matter, "uphold_finding", by, at, second_reason)
    _tell_the_body(matter, "uphold_finding", reply.finding, reply.drafted_by, at)


@transaction.atomic
def quash_finding(*, matter: Matter, by: Mandate, at: datetime, second_reason: str = "") -> None:
    """Set the finding aside; what rests on it loses its basis (C-18)."""
    complaint = complaint_of(matter)
    assert complaint.found_by is not None  # a review was asked for
    reply = decide(matter, "quash_finding", by, at, second_reason)
    revoke_basis(
        issuer=complaint.found_by.name,
        number=complaint.instrument,
        reason=f"认定书{complaint.instrument}经{matter.organ.name}复核撤销",
        at=at,
    )
    _tell_the_body(matter, "quash_finding", reply.finding, reply.drafted_by, at)


def _tell_the_body(matter: Matter, outcome: str, finding: str, drafter: Mandate, at: datetime) -> None:
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="作出复核决定")
    draft_document(
        kind=RESULT,
        parent=matter,
        addressee=matter.body,
        value={"outcome": outcome, "finding": finding},
        by=drafter,
        at=at,
    )
