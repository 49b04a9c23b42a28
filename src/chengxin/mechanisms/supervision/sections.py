"""What the pages show of a complaint: to whom handles it, the talk and the proposals; to the body, what it is asked."""

from collections.abc import Mapping
from typing import Any

from chengxin.chain.records.queries import records_resting_on
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.unbiased import why_recused
from chengxin.foundation.reception.queries import (
    lines_of,
    looks_at,
    may_reach_sender,
    reads_voice,
    text_of,
    voice_of,
)
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.ground import clock
from chengxin.mechanisms.ratings.queries import grade_of, grade_zh
from chengxin.mechanisms.supervision.answering import ORDER
from chengxin.mechanisms.supervision.competent import proposed_organs
from chengxin.mechanisms.supervision.counting import WHAT
from chengxin.mechanisms.supervision.findings import INQUIRY, NOTICE
from chengxin.mechanisms.supervision.monthly import KIND, counts_of
from chengxin.mechanisms.supervision.queries import (
    MERGEABLE,
    answer_in,
    complaint_of,
    people_in,
    recheck_until,
    same_as,
    sent_replies,
    waiting_reply,
)
from chengxin.mechanisms.supervision.routing import route
from chengxin_core.lifecycle.complaints import COMPLAINT


def complaint_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what the complaint is about and how it stands; to the body only what a served paper told it."""
    complaint = complaint_of(matter)
    inside = _reads(by, matter)
    return {
        "complaint": complaint,
        "inside": inside,
        "rating": grade_zh(grade_of(matter)) if inside else "",
        "people": people_in(complaint),
        "question": complaint.question if inside or has_document(matter, INQUIRY, "served") else "",
        "finding": complaint.finding if inside or has_document(matter, ORDER, "served") else "",
        "refusal": complaint.refusal if inside or has_document(matter, NOTICE, "served") else "",
        "recheck_until": recheck_until(matter),
        "merged": list(complaint.merged.select_related("matter")) if inside else [],
        "records": records_resting_on(complaint.instrument, by),
        "urgings": list(complaint.urgings.select_related("designation")),
    }


def voice_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return what was sent and answered; to nobody but the people of the organ that handles it (Q-10, S-26)."""
    voice = voice_of(matter)
    if voice is None or not _reads(by, matter):
        return None
    return {
        "voice": voice,
        "lines": lines_of(voice),
        "has_contact": voice.contact is not None,
        "may_reach": may_reach_sender(by, voice),
        "looks": looks_at(voice),
    }


def routing_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the proposal of who could verify, with its words, and which complaints may tell of the same matter."""
    voice = voice_of(matter)
    if matter.state not in MERGEABLE or voice is None or not _reads(by, matter):
        return None
    routed = route(text_of(voice))
    return {
        "routed": routed,
        "organs": proposed_organs(matter.body, department=routed.department),
        "cluster": same_as(complaint_of(matter), by),
    }


def reply_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the answer that waits, with why it was held back, and those that went out."""
    if not _reads(by, matter):
        return None
    complaint = complaint_of(matter)
    waiting, sent = waiting_reply(complaint), sent_replies(complaint)
    if waiting is None and not sent:
        return None
    return {
        "waiting": waiting,
        "answer": answer_in(waiting) if waiting else "",
        "outcome": COMPLAINT.move(waiting.outcome).zh if waiting else "",
        "sent": [(each, COMPLAINT.move(each.outcome).zh, answer_in(each)) for each in sent],
    }


def counts_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the figures of a month as they would be public."""
    counts = counts_of(matter)
    return {
        "counts": counts,
        "rows": counts.figures["rows"],
        "smallest": counts.figures["smallest"],
        "what": list(WHAT.items()),
        "publication": publication_in_force(matter, KIND),
    }


def _reads(by: Mandate, matter: Matter) -> bool:
    """Say whether `by` handles the complaint and is no party to it."""
    return reads_voice(by, matter) and not why_recused(by, matter, on=clock.today())
