"""What the page of a suggestion or proposal shows: its text, its answers and what was said of them, co-handlers."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import speaks_for_its_body
from chengxin.foundation.matters.queries import children_of, notes_of, visible_matters
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.proposals.answering import why_held
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.queries import (
    ANSWER_CLASSES,
    ANSWER_KINDS,
    LEVELS,
    WITHHELD_GROUNDS,
    proposal_of,
    proposer_of,
    withholding_of,
    word_of,
)
from chengxin.mechanisms.proposals.showing import KIND, content_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor


def proposal_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return everything that is known of it; who proposed is for the two sides that handle it, a draft for the body."""
    proposal = proposal_of(matter)
    withheld = withholding_of(proposal)
    is_body = speaks_for_its_body(by, matter)
    is_side = is_body or (by.role == Actor.INTAKE_OFFICER and by.body_id == matter.organ_id)
    answers = list(proposal.answers.select_related("commitment__matter", "feedback"))
    promises = [each.commitment_id for each in answers if each.commitment_id]
    open_to = (
        set(visible_matters(by).filter(pk__in=promises).values_list("pk", flat=True)) if promises else set()
    )
    return {
        "proposal": proposal,
        "source": Source(proposal.source).zh,
        "text": proposal.text if is_side or not proposal.is_confidential else "",
        "proposer": proposer_of(proposal) if is_side else "",
        "answers": [
            {
                "answer": each,
                "held": why_held(proposal, each) if each.signed_on is None else "",
                "returned_because": each.returned_because if matter.state == "to_revise" else "",
                "kind": word_of(matter, ANSWER_KINDS, each.kind),
                "class": word_of(matter, ANSWER_CLASSES, each.answer_class),
                "feedback": _feedback(matter, each),
                "promise": each.commitment.matter if each.commitment else None,
                "may_open": each.commitment_id in open_to,
            }
            for each in answers
            if is_body or each.signed_on
        ],
        "publication": publication_in_force(matter, KIND),
        "withheld": withheld,
        "withheld_ground": word_of(matter, WITHHELD_GROUNDS, withheld.ground) if withheld else "",
        "preview": content_of(proposal, on=legal_day(matter.moved_at)) if _reviews(matter, by) else None,
        "opinions": [
            (child.body.name, [note.text for note in notes_of(child)])
            for child in children_of(matter, "co_handling")
        ],
    }


def _reviews(matter: Matter, by: Mandate) -> bool:
    """Say whether `by` is to review what would be public."""
    proposal = matter.proposal
    is_due = bool(proposal.is_behind and proposal.assigned_on)
    return by.role == Actor.RELEASE_REVIEWER and is_due and handles(by, matter)


def co_handling_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return what a co-handling body is asked about, and who leads."""
    if matter.parent is None:
        return None
    return {"proposal": proposal_of(matter.parent), "lead": matter.parent.body.name}


def _feedback(matter: Matter, answer: Any) -> tuple[str, str, str] | None:
    said = getattr(answer, "feedback", None)
    if said is None:
        return None
    return word_of(matter, LEVELS, said.attitude), word_of(matter, LEVELS, said.result), said.reason
