"""What the documents of a complaint say: inquiry, order, notice and finding. None tells who complained."""

from datetime import date

from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for, right_to_be_heard
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import letter, notifying_letter, section
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.mechanisms.supervision.findings import DEFENCE, NOTICE
from chengxin.mechanisms.supervision.models import Complaint
from chengxin.mechanisms.supervision.queries import complaint_of
from chengxin.mechanisms.supervision.urging import REPLY_CLOCK
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.complaints import ComplaintState


def inquiry(document: Document) -> OfficialDocument:
    """Build 协查通知书: what is asked, until when, and that silence stops nothing."""
    matter, day = _matter(document), _day(document)
    budget, unit = rulebook_of(matter.rulebook).clock(REPLY_CLOCK).on(day).period
    return letter(
        issue_of(document),
        title=f"关于请{matter.body.name}说明情况的协查通知书",
        addressee=matter.body.name,
        body=(
            Paragraph("我单位正在核实一件涉及你单位的违约失信投诉，现请你单位就下列事项书面说明并提供依据。"),
            *section("请说明的事项", document.text("question")),
            *section(
                "期限",
                f"自本通知书送达之日起{budget}{unit.zh}内。逾期未说明的，不影响核实认定。",
                "任何单位和个人不得查问投诉人，不得打击报复。",
            ),
        ),
    )


def order(document: Document) -> OfficialDocument:
    """Build 责令整改通知书: what was found, what must be put right, until when."""
    complaint, day = _complaint(document), _day(document)
    matter = complaint.matter
    return letter(
        issue_of(document),
        title=f"关于责令{matter.body.name}整改的通知书",
        addressee=matter.body.name,
        body=(
            Paragraph("经核实，反映你单位违约失信的投诉属实。现将查明的事实和整改要求通知如下。"),
            *section("查明的事实", complaint.finding),
            *section("依据", f"{rulebook_of(matter.rulebook).authority_of('N-25', on=day)}。"),
            *section(
                "整改要求",
                f"自本通知书送达之日起{complaint.days}日内履行约定，并书面报告结果。"
                "机构、职能和人员的变动不是不履行的理由。",
                "无正当理由拒不整改的，将依程序认定违约失信。",
            ),
        ),
    )


def notice(document: Document) -> OfficialDocument:
    """Build 拟认定违约失信告知书: facts, how it was refused, what is intended, the right to be heard."""
    complaint, day = _complaint(document), _day(document)
    matter = complaint.matter
    clock = rulebook_of(matter.rulebook).clock(DEFENCE).on(day)
    return notifying_letter(
        issue_of(document),
        title=f"关于拟认定{matter.body.name}违约失信的告知书",
        addressee=matter.body.name,
        body=(
            Paragraph("现将拟认定的事实、依据和你单位的权利告知如下。"),
            *section("事实", complaint.finding),
            *section("整改情况", complaint.refusal),
            *section("依据", f"{rulebook_of(matter.rulebook).authority_of('N-26', on=day)}。"),
            *section("拟作出的认定", "你单位违约失信。"),
            *section("陈述、申辩的权利", right_to_be_heard(clock)),
        ),
        remedies=remedies_for(NOTICE, matter.rulebook, day),
    )


def finding(document: Document) -> OfficialDocument:
    """Build 违约失信认定书: facts, the answer to the defence, the finding, what follows, the remedies."""
    complaint, day = _complaint(document), _day(document)
    matter = complaint.matter
    heard = matter.moves.filter(code="hear").order_by("-at").first()
    answered = (
        "你单位提交了陈述申辩意见。" if notes_of(matter, Part.DEFENCE) else "你单位未提出陈述申辩意见。"
    )
    return notifying_letter(
        issue_of(document),
        title=f"关于认定{matter.body.name}违约失信的认定书",
        addressee=matter.body.name,
        body=(
            Paragraph("我单位对涉及你单位的投诉进行了核实，责令整改并告知了事实、依据和权利，现认定如下。"),
            *section("查明的事实", complaint.finding),
            *section("整改情况", complaint.refusal),
            *section("陈述、申辩及采纳情况", answered + (heard.note if heard else "")),
            *section("依据", f"{rulebook_of(matter.rulebook).authority_of('N-26', on=day)}。"),
            *section(
                "认定",
                "你单位无正当理由拒不整改，认定为违约失信。",
                "是否形成政务失信记录，由有权机关以本认定书为依据，按照清单、告知、听取陈述申辩、认定的程序另行办理。",
            ),
        ),
        remedies=remedies_for("finding", matter.rulebook, day),
    )


def recheck(document: Document) -> OfficialDocument:
    """Build 复核决定书: which finding, what was found in the review, that it stands or is set aside."""
    complaint = _complaint(document)
    matter = complaint.matter
    finder = complaint.found_by.name if complaint.found_by else ""
    stands = document.text("outcome") == "uphold_finding"
    decided = "维持上述认定书。" if stands else "撤销上述认定书，自本决定作出之日起不再作为认定的依据。"
    return letter(
        issue_of(document),
        title=f"关于{matter.body.name}申请复核的决定书",
        addressee=matter.body.name,
        body=(
            Paragraph(
                f"你单位对{finder}作出的违约失信认定书（{complaint.instrument}）申请复核，现决定如下。"
            ),
            *section("复核查明的情况", document.text("finding")),
            *section("决定", decided),
        ),
    )


def order_still_wanted(document: Document) -> str:
    """Return why the order must not go out any more; '' while the body is still to put right."""
    state = ComplaintState(_matter(document).state)
    return "" if state is ComplaintState.SUBSTANTIATED else f"投诉已转为“{state.zh}”，不再需要责令整改"


def _complaint(document: Document) -> Complaint:
    return complaint_of(_matter(document))


def _matter(document: Document) -> Matter:
    assert document.matter.parent is not None  # drafted in the complaint
    return document.matter.parent


def _day(document: Document) -> date:
    return document.issued_on or legal_day(document.matter.moved_at)
