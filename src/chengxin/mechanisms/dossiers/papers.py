"""What the papers to an official say: notice of a proposed opinion, the opinion, the decision about a claim.

The person is addressed by mask and code, so that no file holds a name.
"""

from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import letter, notifying_letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.identities import masked_name_of
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers.models import Claim, Opinion
from chengxin.mechanisms.dossiers.operations import REPLY
from chengxin.mechanisms.dossiers.queries import claim_of, item_of, opinion_of
from chengxin_core.calendar import legal_day
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.personnel import (
    OFFICIAL_REPAIR,
    PERSONNEL_REMEDY,
    ClaimState,
    Leniency,
    OpinionState,
    RemedyStage,
)

# The words themselves stay under seal, in the case file and before the person alone.
REPLIED = "你在规定期限内提交了答复，我单位已经核对并存入案卷；答复原文密封保存，你本人可以随时查阅。"


def opinion_notice(document: Document) -> OfficialDocument:
    """Build 公务员信用意见告知书: what is proposed, why, and that the person may reply."""
    opinion = opinion_of(_matter(document))
    clock = rulebook_of(opinion.matter.rulebook).clock(REPLY).on(legal_day(opinion.matter.moved_at))
    budget, unit = clock.period
    return letter(
        issue_of(document),
        title=f"关于拟作 {opinion.year} 年度信用意见的告知书",
        addressee=_addressed(opinion.official),
        body=(
            Paragraph("依据公务员信用档案，我单位拟对你作出下列年度信用意见，现告知如下。"),
            *section("拟作的意见", said(opinion)),
            *section("理由", opinion.reasons),
            *section(
                "你的权利",
                f"你可以自收到本告知书之日起{budget}{unit.zh}内答复并提交材料，也可以对档案信息提出异议。"
                "我单位不因答复、异议作出对你不利的处理。逾期未答复的，视为没有意见。",
            ),
        ),
    )


def opinion_letter(document: Document) -> OfficialDocument:
    """Build 公务员信用意见书: the opinion with reasons, what the person replied, what may be done against it."""
    opinion = opinion_of(_matter(document))
    replied = section("你的答复", REPLIED) if opinion.sealed_reply else ()
    return notifying_letter(
        issue_of(document),
        title=f"{opinion.year} 年度公务员信用意见书",
        addressee=_addressed(opinion.official),
        body=(
            *section("意见", said(opinion)),
            *section("理由", opinion.reasons),
            *replied,
            *section(
                "使用",
                "本意见依法依规用于干部考核、任用和评先评优，每次使用都有记录并告知你本人；不对外公开。",
            ),
        ),
        remedies=_personnel_remedies("personnel", opinion.matter),
    )


def claim_decision(document: Document) -> OfficialDocument:
    """Build the decision about an objection, a report of recovery, a review or an appeal."""
    claim = claim_of(_matter(document))
    matter = claim.matter
    assert matter.official is not None  # a claim is a person's
    return letter(
        issue_of(document),
        title=f"关于{_what(claim)}的决定书",
        addressee=_addressed(matter.official),
        body=(
            Paragraph(f"你于{long_date(claim.filed_on)}提出的{_what(claim)}收悉。经审查，现决定如下。"),
            *section("理由", claim.reason),
            *section("决定", outcome_zh(claim)),
        ),
        remedies=_remedies_of(claim),
    )


def opinion_still_wanted(document: Document) -> str:
    """Say why a notice or an opinion must not go out any more; '' while it may."""
    matter = _matter(document)
    wanted = {
        "official_opinion_notice": {OpinionState.PROPOSED},
        "official_opinion": {OpinionState.DECIDED},
    }[document.kind]
    return "" if matter.state in wanted else f"意见{OpinionState(matter.state).zh}"


def said(opinion: Opinion) -> str:
    """Return an opinion in the words of the list, with last day and clause where it has them."""
    listed = rulebook_of(opinion.matter.rulebook)
    zh = listed.item("official_opinions", opinion.code, on=legal_day(opinion.matter.moved_at)).zh
    return f"{zh}，至 {opinion.until}（{opinion.clause}）。" if opinion.until else f"{zh}。"


def outcome_zh(claim: Claim) -> str:
    """Return what was decided about a claim, in words."""
    state = ClaimState(claim.matter.state)
    if state is not ClaimState.UPHELD:
        return "维持原处理，不因你的申请作出对你不利的变更。" if state is ClaimState.REJECTED else state.zh
    if claim.matter.kind == OFFICIAL_REPAIR.kind and claim.entry is not None:
        if claim.outcome == Leniency.LIGHTER:
            return f"变更为{item_of(claim.entry).zh}，期间至 {claim.entry.until}，自原决定作出之日起计算。"
        return "免予处分，自即日起解除影响，并在原查阅、使用的范围内说明。"
    if claim.opinion is not None:
        return "撤销该年度信用意见，并在原查阅、使用的范围内说明。"
    return "撤下该信息，依据该信息的意见一并撤销，并在原查阅、使用的范围内说明。"


def _what(claim: Claim) -> str:
    if claim.matter.kind == PERSONNEL_REMEDY.kind:
        return f"{RemedyStage(claim.ground).zh}申请"
    return "从宽处理申请" if claim.matter.kind == OFFICIAL_REPAIR.kind else "档案异议"


def _remedies_of(claim: Claim) -> tuple[str, ...]:
    if claim.matter.state != ClaimState.REJECTED:
        return ()
    if claim.matter.kind == PERSONNEL_REMEDY.kind:
        act = "personnel_review" if claim.ground == RemedyStage.REVIEW else "personnel_appeal"
        return _personnel_remedies(act, claim.matter)
    if claim.entry is not None and claim.entry.input == DossierInput.VIOLATIONS:
        return _personnel_remedies("sanction", claim.matter)
    return ()


def _personnel_remedies(act: str, matter: Matter) -> tuple[str, ...]:
    return remedies_for(act, matter.rulebook, legal_day(matter.moved_at), addressee="official")


def _addressed(official: Official) -> str:
    return f"{masked_name_of(official)}（{official.code}）"


def _matter(document: Document) -> Matter:
    assert document.matter.parent is not None  # drafted in a matter of this room
    return document.matter.parent
