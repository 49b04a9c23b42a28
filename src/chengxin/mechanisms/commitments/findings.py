"""违约认定书: what follows when a promise was found broken: a served finding, a record proposed on it (13.10).

The lead that the passed day opened ends here as a lead: no record rests on it. What the finding states is carried over
into the proposal, which a person of the organ that keeps records confirms.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.evidence.operations import OwnInstrument, register_own_instrument
from chengxin.chain.evidence.queries import Stated
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import notifying_letter, section
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.mechanisms.commitments.models import Commitment
from chengxin.mechanisms.commitments.paying import interest_of, yuan
from chengxin.mechanisms.commitments.queries import FINDING, commitment_of, standing_version
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.commitments import CommitmentState
from chengxin_core.vocabulary import Area, InstrumentKind

CLOCK = "complaint.determine"  # the days of the organ for a finding, once the body would not put it right
_FORM = "违约失信认定书"


def owe_a_finding(matter: Matter, at: datetime) -> None:
    """Let the organ's days for the served finding run, from the day on which the promise was found broken."""
    start_deadline(
        matter=matter,
        clock=CLOCK,
        title=f"制作并送达{_FORM}",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="认定违约",
    )


@transaction.atomic
def draft_finding(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the finding (违约失信认定书) to the body that broke its word; everything in it is in the ledger."""
    if has_document(matter, FINDING):
        raise UnableToMove("该文书已经拟写，请在文书中继续办理")
    return draft_document(kind=FINDING, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def finding_served(*, document: Document, at: datetime) -> None:
    """The finding reached the body: it is an effective instrument, and a record with all it states is proposed."""
    matter = _matter(document)
    assert document.issued_on is not None  # it was served
    assert document.served_on is not None
    commitment = commitment_of(matter)
    end_deadlines(matter=matter, clocks=(CLOCK,), on=document.served_on, ended_by=f"{_FORM}送达")
    facts = facts_of(commitment, on=document.issued_on)
    made = OwnInstrument(
        kind=InstrumentKind.BREACH_FINDING,
        issuer=matter.organ.name,
        number=document.number,
        form=_FORM,
        decided_on=document.issued_on,
        effective_on=document.served_on,
        ruling=f"认定{matter.body.name}违约失信。",
        stated=Stated(facts, Area(commitment.area)),
    )
    register_own_instrument(made=made, against=matter.body, at=at)
    Commitment.objects.filter(pk=matter.pk).update(instrument=document.number)


def facts_of(commitment: Commitment, *, on: date) -> str:
    """Return in words for the public what was promised and what was not done; of a business secret, that."""
    version, payable = standing_version(commitment), getattr(commitment, "payable", None)
    promised = (
        "一项涉及商业秘密的承诺" if commitment.is_secret else f"“{version.text}”，目标“{version.target}”"
    )
    told = [f"{commitment.promised_by.name}承诺{promised}，期限{commitment.due_on}。", "到期没有履行。"]
    if commitment.promised_by_id != commitment.matter.body_id:
        told.append(f"{commitment.promised_by.name}撤并后由{commitment.matter.body.name}继续履行。")
    if payable is not None and not commitment.is_secret:
        counted = interest_of(payable, on=on)
        told.append(
            f"截至{on}，无争议的部分尚有{yuan(counted.unpaid)}没有支付，逾期利息{yuan(counted.interest)}。"
        )
    return "".join(told)


def finding(document: Document) -> OfficialDocument:
    """Build 违约失信认定书: what was promised, what was done, what the body said, the finding, the remedies."""
    matter = _matter(document)
    day = document.issued_on or legal_day(document.matter.moved_at)
    found = matter.moves.filter(code="break").last()
    said = "你单位提交了说明。" if notes_of(matter, Part.EXPLANATION) else "你单位在期限内没有说明理由。"
    return notifying_letter(
        issue_of(document),
        title=f"关于认定{matter.body.name}违约失信的认定书",
        addressee=matter.body.name,
        body=(
            Paragraph("我单位核实了你单位在承诺台账中的一项承诺，听取了你单位的说明，现认定如下。"),
            *section("查明的事实", facts_of(commitment_of(matter), on=day)),
            *section("说明及采纳情况", said + (found.note if found else "")),
            *section("依据", f"{rulebook_of(matter.rulebook).authority_of('N-26', on=day)}。"),
            *section(
                "认定",
                "你单位没有履行承诺，认定为违约失信。",
                "是否形成政务失信记录，由有权机关以本认定书为依据，按照清单、告知、听取陈述申辩、认定的程序另行办理。",
            ),
        ),
        remedies=remedies_for("finding", matter.rulebook, day),
    )


def still_wanted(document: Document) -> str:
    """Return why the finding must not go out any more; '' while the promise counts as broken."""
    matter = _matter(document)
    return "" if matter.state == "broken" else f"承诺已转为“{CommitmentState(matter.state).zh}”，不再认定违约"


def _matter(document: Document) -> Matter:
    assert document.matter.parent is not None  # drafted in the matter of the promise
    return document.matter.parent
