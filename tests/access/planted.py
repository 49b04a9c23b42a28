"""What each room keeps, one of each, with a mark planted in its words: a record, a promise, a dossier. 演示数据。

Most are about the body xb, told to it and handled by cf.
"""

from datetime import timedelta

from tests.access.oracle import Fact, Holder, Row, may_open_dossier
from tests.access.world import TODAY, World, mark_within
from tests.rooms.desk.trial import MONDAY, make_deadline

from chengxin.chain.consequences.models import Measure, Rectification
from chengxin.chain.leads.models import Lead
from chengxin.chain.objections.models import Objection
from chengxin.chain.records.models import Record
from chengxin.chain.repairs.models import Redress, Repair
from chengxin.foundation.documents.models import Document
from chengxin.foundation.handovers.models import Handover, HandoverPost
from chengxin.foundation.matters.models import Matter, Participant
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.reception.models import Voice, VoiceMessage
from chengxin.foundation.retention.models import LegalHold
from chengxin.foundation.worklists.models import Consultation, SavedFilter
from chengxin.ground.ciphers import seal
from chengxin.insight.returns.models import Return
from chengxin.mechanisms.commitments import queries as promises
from chengxin.mechanisms.commitments.models import Commitment, CommitmentVersion
from chengxin.mechanisms.dossiers.models import Claim, Entry, Look, Opinion, Supply, SupplyAuthority
from chengxin.mechanisms.dossiers.own_words import seal_words
from chengxin.mechanisms.opinions.models import ReceivedOpinion
from chengxin.mechanisms.privacy import sealing
from chengxin.mechanisms.privacy.models import Breach, DataRequest, PersonRequest, ProcessingActivity
from chengxin.mechanisms.proposals import queries as proposals
from chengxin.mechanisms.proposals.models import Proposal
from chengxin.mechanisms.supervision.models import Complaint
from chengxin_core.lifecycle.commitments import COMMITMENT
from chengxin_core.lifecycle.complaints import COMPLAINT
from chengxin_core.lifecycle.consequences import MEASURE, RECTIFICATION
from chengxin_core.lifecycle.consultations import CONSULTATION
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.ends import OBJECTION, REDRESS, REPAIR
from chengxin_core.lifecycle.handovers import HANDOVER
from chengxin_core.lifecycle.leads import LEAD
from chengxin_core.lifecycle.opinions import RECEIVED_OPINION
from chengxin_core.lifecycle.personnel import DOSSIER_OBJECTION, OPINION
from chengxin_core.lifecycle.privacy import BREACH, DATA_REQUEST, PERSON_REQUEST, PersonPapers
from chengxin_core.lifecycle.proposals import PROPOSAL
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.returns import RETURN
from chengxin_core.lifecycle.table import Lifecycle
from chengxin_core.vocabulary import Area

# Who somebody is: no page says it unasked.
NEVER = ("测试申", "测试酉", "99999918000100007", "99999918000100008", "密标身份")


def plant(world: World) -> None:
    """Plant one of each."""
    made = _open(world)
    _of_the_chain(world, made)
    _of_mechanisms(world, made)
    _of_persons(world, made)
    _affairs(world, made)
    mark_within(list(made.values()))
    for matter in made.values():
        make_deadline(matter, TODAY.replace(year=2027))
    world.planted = {kind: matter.pk for kind, matter in made.items()}
    world.rows = [*_dossiers(world), *_of_offices(world)]


_KINDS: tuple[tuple[Lifecycle, str, str], ...] = (  # with the organ that handles it, and whom it is about
    (RECORD, "cf", ""), (OBJECTION, "cf", ""), (REPAIR, "cf", ""), (REDRESS, "cf", ""), (MEASURE, "cf", ""),
    (RECTIFICATION, "cf", ""), (LEAD, "cf", ""), (DOCUMENT, "cf", ""), (COMPLAINT, "cf", ""),
    (COMMITMENT, "cf", ""), (PROPOSAL, "cf", ""), (RECEIVED_OPINION, "cf", ""), (RETURN, "cf", ""),
    (CONSULTATION, "cf", ""),
    (OPINION, "xf", "A"), (DOSSIER_OBJECTION, "xf", "A"), (DATA_REQUEST, "xf", "A"),
    (HANDOVER, "cf", ""), (PERSON_REQUEST, "cf", ""), (BREACH, "cf", ""),
)  # fmt: skip
_UNDER = {"objection": "record", "repair": "record", "redress": "record", "measure": "record",
          "rectification": "record", "document": "record", "consultation": "lead"}  # fmt: skip
_PARTS = {
    "handover": ("credit_officer-cf-region", "credit_head-cf-region"),
    "person_request": ("intake_officer-cf-region", "body_head-cf-body"),
    "breach": ("security_admin-cf-region", "body_head-cf-body"),
}


def _open(world: World) -> dict[str, Matter]:
    made: dict[str, Matter] = {}
    for number, (lifecycle, organ, person) in enumerate(_KINDS, start=9001):
        mark, kind = f"密标{number}止", lifecycle.kind
        about = organ if lifecycle.is_internal else "xb"
        (made[kind],) = open_matters(
            new=[
                NewMatter(
                    lifecycle, mark, world.bodies[about], world.bodies[organ], world.rules,
                    made.get(_UNDER.get(kind, "")), world.persons.get(person),
                )
            ],
            by=None,
            at=MONDAY,
        )  # fmt: skip
        shown = kind != DOCUMENT.kind
        parts = _PARTS.get(kind, ())
        fact = Fact(
            mark, about, organ, shown, False, "", False, kind, person, parts, draft=kind == DOCUMENT.kind
        )
        (world.affairs if parts else world.facts)[made[kind].pk] = fact
        Participant.objects.bulk_create(
            Participant(matter=made[kind], mandate=world.named(name)) for name in parts
        )
    told = [each.pk for each in made.values() if each.kind != DOCUMENT.kind]
    Matter.objects.filter(pk__in=told).update(shown_at=MONDAY)
    return made


def _of_the_chain(world: World, made: dict[str, Matter]) -> None:
    of = made.__getitem__
    Record.objects.create(
        matter=of("record"),
        instrument_on=TODAY,
        facts=of("record").title,
        severity="serious",
        proportionality={"permitted": [], "recommended": []},
    )
    Objection.objects.create(
        matter=of("objection"), ground="error", claim=of("objection").title, filed_on=TODAY
    )
    Repair.objects.create(matter=of("repair"), applied_on=TODAY, statement=of("repair").title)
    Redress.objects.create(
        matter=of("redress"), ground="reversed", reason=of("redress").title, known_on=TODAY
    )
    Measure.objects.create(
        matter=of("measure"), code="funds_limit", zh=of("measure").title, source="演示条款", is_recommended=True,
        needs_approval=False,
    )  # fmt: skip
    Rectification.objects.create(
        matter=of("rectification"), requirements=of("rectification").title,
        ordered_by=world.named("credit_head-cf-region"),
    )  # fmt: skip
    Lead.objects.create(
        matter=of("lead"), area=Area.GENERAL, facts=of("lead").title, source="演示来源", happened_on=TODAY
    )
    Document.objects.create(matter=of("document"), kind="record_notice")
    Consultation.objects.create(
        matter=of("consultation"), purpose="assist", asked_by=world.named("credit_officer-cf-region"),
        question=of("consultation").title,
    )  # fmt: skip


def _of_mechanisms(world: World, made: dict[str, Matter]) -> None:
    of, xb, cf = made.__getitem__, world.bodies["xb"], world.bodies["cf"]
    Complaint.objects.create(
        matter=of("complaint"), channel="credit_site", subject="breach", area=Area.GENERAL, lead=cf
    )
    voice = Voice.objects.create(
        kind="complaint", matter=of("complaint"), contact=seal("密标身份", purpose="reception.contact"),
        received_at=MONDAY,
    )  # fmt: skip
    words = seal(f"{of('complaint').title}来信", purpose="reception.message")
    VoiceMessage.objects.create(voice=voice, sealed=words, is_senders=True, at=MONDAY)
    promise = Commitment.objects.create(
        matter=of("commitment"), kind="policy", promised_by=xb, beneficiary_kind="public",
        beneficiary=seal("", purpose=promises.SEAL), document_title=of("commitment").title,
        document_number="演示发〔2026〕1号", made_on=TODAY, digest="0" * 64, due_on=TODAY,
    )  # fmt: skip
    CommitmentVersion.objects.create(
        commitment=promise, number=1, text=of("commitment").title, target="演示目标", due_on=TODAY
    )
    Proposal.objects.create(
        matter=of("proposal"), source="deputy", session="演示会议", number="1", text=of("proposal").title,
        proposer=seal("", purpose=proposals.SEAL), received_on=TODAY, digest="0" * 64,
    )  # fmt: skip
    ReceivedOpinion.objects.create(
        matter=of("received_opinion"), source="inspection", issuer="演示机关", number="演示〔2026〕1号",
        text=of("received_opinion").title, received_on=TODAY, answer_by=TODAY.replace(year=2027),
    )  # fmt: skip
    Return.objects.create(matter=of("return"), code="rectification", period="2026-10", owner=xb, due_on=TODAY)


def _of_persons(world: World, made: dict[str, Matter]) -> None:
    of, person = made.__getitem__, world.persons["A"]
    opinion, claim, request = of(OPINION.kind), of(DOSSIER_OBJECTION.kind), of(DATA_REQUEST.kind)
    Opinion.objects.create(
        matter=opinion, official=person, year=2026, code="in_effect", reasons=opinion.title
    )
    authority = SupplyAuthority.objects.create(
        body=world.bodies["xf"], input="violations", document_number="演示〔2026〕2号", valid_from=TODAY,
        granted_at=MONDAY,
    )  # fmt: skip
    supply = Supply.objects.create(
        body=world.bodies["xf"], by=world.named("discipline_officer-xf-body"), at=MONDAY, kept=1
    )
    entry = Entry.objects.create(
        official=person, input="violations", item="warning", supplier=world.bodies["xf"], authority=authority,
        supply=supply, document_number="密标9101止", decided_on=TODAY, rulebook=world.rules, entered_at=MONDAY,
    )  # fmt: skip
    Claim.objects.create(
        matter=claim, entry=entry, ground="error", sealed_words=seal_words(claim.title), filed_on=TODAY
    )
    DataRequest.objects.create(
        matter=request, right="access", sealed_words=seal_words(request.title), filed_on=TODAY
    )


def _affairs(world: World, made: dict[str, Matter]) -> None:
    of, named = made.__getitem__, world.named
    leaver, chief = named("credit_officer-cf-region"), named("credit_head-cf-region")
    handover = Handover.objects.create(
        matter=of("handover"), leaver=leaver.user, successor=named("credit_officer-cf-custom").user, chief=chief,
        reason=of("handover").title, listed_at=MONDAY,
    )  # fmt: skip
    HandoverPost.objects.create(handover=handover, mandate=leaver)
    asked = sealing.Whole(PersonPapers.OTHER, "密标身份", "密标身份", "密标身份")
    PersonRequest.objects.create(
        matter=of("person_request"), right="access", taken_by=named("intake_officer-cf-region"), filed_on=TODAY,
        **sealing.sealed_columns(asked, of("person_request").title),
    )  # fmt: skip
    Breach.objects.create(
        matter=of("breach"), chief=named("body_head-cf-body"), nature="lost", discovered_on=TODAY,
        stated=of("breach").title,
    )  # fmt: skip


def _dossiers(world: World) -> list[Row]:
    """The dossier of one person: opened for a purpose, which who is in charge has stated; and the own page."""
    person, looker = world.persons["A"], world.named("personnel_head-xf-body")
    Look.objects.create(
        official=person, kind="dossier", purpose="appointment", document_number="密标9102止", mandate=looker,
        body_id=looker.body_id, at=MONDAY - timedelta(days=7),
    )  # fmt: skip

    def own(who: Holder) -> bool:
        return who.role == "official" and who.person == "A"

    return [
        Row(
            "密标9101止",
            lambda who: own(who) or may_open_dossier(who, "A", "xf", {"xf"}),
            (f"/desk/dossiers/{person.pk}/", "/desk/dossiers/own/"),
            (
                f"/desk/dossiers/{person.pk}/purpose/",
                {"purpose": "appointment", "document_number": "演示组〔2026〕7号"},
            ),
        ),
        Row("密标9102止", own, ("/desk/dossiers/own/", "/desk/dossiers/own/copy.json")),
    ]


def _of_offices(world: World) -> list[Row]:
    """What is one's very own, or one's own body's."""
    name = "liaison-xb-body"
    SavedFilter.objects.create(mandate=world.named(name), name="密标9103止", tab="visible", query="")
    LegalHold.objects.create(ground="密标9104止", set_by=world.named("audit_admin-cf-region"), set_at=MONDAY)
    ProcessingActivity.objects.create(
        body=world.bodies["cf"], name="密标9105止", purpose="密标9105止", basis="duty",
        registered_by=world.named("credit_officer-cf-region"), registered_at=MONDAY,
    )  # fmt: skip
    guards = {"auditor", "audit_admin", "security_admin"}
    assessors = {
        "security_admin",
        "personnel_officer",
        "credit_officer",
        "body_head",
        "personnel_head",
        "credit_head",
    }
    return [
        Row("密标9103止", lambda who: who.username == name, ("/desk/",)),
        Row("密标9104止", lambda who: who.role in guards, ("/desk/retention/",)),
        Row(
            "密标9105止",
            lambda who: who.role in assessors and who.body == "cf",
            ("/desk/privacy/activities/",),
        ),
    ]


_ROOMS = {
    "complaints": "complaint", "commitments": "commitment", "proposals": "proposal", "documents": "document",
    "opinions": "received_opinion", "returns": "return", "handovers": "handover", "privacy": "person_request",
    "ratings": "record", "deliveries": "document", "inquiries": "record", "archives": "record",
}  # fmt: skip


def planted_at(route: str, world: World) -> int | None:
    """Return the key of the planted matter whose room a door of the desk belongs to, if it is one."""
    return world.planted.get(_ROOMS.get(route.partition("/desk/")[2].partition("/")[0], ""))
