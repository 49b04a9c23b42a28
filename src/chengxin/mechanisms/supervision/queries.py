"""Reads of complaints that other rooms may make."""

from datetime import date

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.queries import text_of, texts_of, voice_of
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin.ground.ciphers import unseal
from chengxin.mechanisms.supervision.models import Complaint, Designation, Reply
from chengxin_core.calendar import due
from chengxin_core.lifecycle.complaints import COMPLAINT, ComplaintState
from chengxin_core.voices.same_matter import Likeness, likenesses

FINDING, ASK_RECHECK = "complaint_finding", "finding.review_request"
REPLY = "supervision.reply"
COMPARED = 120  # complaints about one body: more would be one campaign, whose members a person knows
MERGEABLE = (ComplaintState.RECEIVED, ComplaintState.ACCEPTED)
ENDS = COMPLAINT.ends


def complaint_of(matter: Matter) -> Complaint:
    """Return the complaint that `matter` is."""
    return Complaint.objects.select_related(
        "matter__body__region", "matter__organ", "lead", "merged_into"
    ).get(pk=matter.pk)


def complaints_seen_by(mandate: Mandate) -> MatterQuerySet:
    """Return the complaints that `mandate` may see, the newest first."""
    return visible_matters(mandate).of_kind(COMPLAINT.kind).select_related("complaint").order_by("-pk")


def case_of(complaint: Complaint) -> Complaint:
    """Return the complaint under which one is handled: itself, or the one that it was merged into."""
    return complaint.merged_into or complaint


def voices_in(case: Complaint) -> list[Voice]:
    """Return every conversation that a case answers: its own and those of the complaints merged into it."""
    matters = Matter.objects.filter(members_of(case))
    return list(Voice.objects.filter(matter__in=matters, emptied_at=None).order_by("pk"))


def members_of(case: Complaint) -> Q:
    """Return the condition that a matter is a case's own or was merged into it."""
    return Q(pk=case.pk) | Q(complaint__merged_into=case.pk)


def people_in(case: Complaint) -> int:
    """Return how many complaints a case stands for."""
    return 1 + case.merged.count()


def waiting_reply(complaint: Complaint) -> Reply | None:
    """Return the answer that waits for a head's decision, if there is one."""
    return complaint.replies.filter(sent_at=None, dropped_because="").select_related("drafted_by").first()


def sent_replies(complaint: Complaint) -> list[Reply]:
    """Return the answers that went out, the newest first."""
    return list(complaint.replies.exclude(sent_at=None))


def answer_in(reply: Reply) -> str:
    """Return what a reply says to the sender."""
    return unseal(bytes(reply.sealed), purpose=REPLY)


def text_in(matter: Matter) -> str:
    """Return what the sender of a complaint wrote first; '' where it was destroyed."""
    voice = voice_of(matter)
    return text_of(voice) if voice else ""


def same_as(complaint: Complaint, by: Mandate) -> list[tuple[Complaint, Likeness]]:
    """Return the open complaints about the same body that may tell of the same matter, the most alike first.

    Only what `by` sees and the same organ handles is compared.
    """
    matter = complaint.matter
    text = text_in(matter)
    others = (
        visible_matters(by)
        .of_kind(COMPLAINT.kind)
        .filter(body=matter.body_id, organ=matter.organ_id, complaint__merged_into=None)
        .exclude(Q(pk=matter.pk) | Q(state__in=ENDS))
        .order_by("-pk")[:COMPARED]
    )
    known = {each.pk: each for each in others}
    texts = texts_of(known.values())
    found = likenesses(text, texts.items(), without=matter.body.name)
    complaints = Complaint.objects.select_related("matter").in_bulk([each.key for each in found])
    return [(complaints[each.key], each) for each in found]


def designation_of(body_id: str, *, on: date) -> Designation | None:
    """Return the designation under which a body carries out 政府督查 on a day, if there is one (policy Q-37)."""
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return Designation.objects.filter(lasting, body=body_id, valid_from__lte=on).order_by("-pk").first()


def recheck_until(matter: Matter) -> date | None:
    """Return the last day on which the body may ask for a review of the finding; None before it was served."""
    finding = Document.objects.filter(matter__parent=matter, kind=FINDING, served_on__isnull=False).first()
    if finding is None or finding.served_on is None:
        return None
    rule = rulebook_of(matter.rulebook).clock(ASK_RECHECK).on(finding.served_on)
    return due(finding.served_on, *rule.period, calendar()).due_on
