"""What the documents of a revoking say: 拟撤销修复告知书, 撤销修复决定书, 不予撤销修复通知书."""

from datetime import date

from chengxin.chain.repairs import operations, revoking
from chengxin.chain.repairs.models import Revocation
from chengxin.chain.repairs.queries import revocation_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.papers import issue_of, remedies_for, right_to_be_heard
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import letter, notifying_letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import attachments_of, notes_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import RevocationState


def notice(document: Document) -> OfficialDocument:
    """Build 拟撤销修复告知书: what was found, the evidence, what is intended, the right to be heard."""
    revocation, day = _revocation(document), _day(document)
    matter = revocation.matter
    clock = rulebook_of(matter.rulebook).clock(revoking.DEFENCE).on(day)
    return notifying_letter(
        issue_of(document),
        title=f"关于拟撤销{matter.body.name}信用修复的告知书",
        addressee=matter.body.name,
        body=(
            Paragraph(
                "经核查，你单位申请信用修复时提交的材料存在虚假。现将事实、证据、拟作出的决定和你单位的权利告知如下。"
            ),
            *section("事实", granted_repair(revocation), revocation.finding),
            *section("证据", *_evidence(matter)),
            *section("依据", *_basis(matter, day)),
            *section("拟作出的决定", f"撤销准予你单位信用修复的决定。{_EFFECT}"),
            *section("陈述、申辩的权利", right_to_be_heard(clock)),
        ),
        remedies=remedies_for("revocation_proposed", matter.rulebook, day),
    )


def decision(document: Document) -> OfficialDocument:
    """Build 撤销修复决定书: facts, evidence, the answer to the defence, the decision and what does not come back."""
    revocation, day = _revocation(document), _day(document)
    matter = revocation.matter
    heard = matter.moves.filter(code="hear").order_by("-at").first()
    answered = (
        "你单位提交了陈述申辩意见。" if notes_of(matter, Part.DEFENCE) else "你单位未提出陈述申辩意见。"
    )
    return notifying_letter(
        issue_of(document),
        title=f"关于撤销{matter.body.name}信用修复的决定书",
        addressee=matter.body.name,
        body=(
            Paragraph(
                "我单位对你单位申请信用修复时提交的材料进行了核查，告知了事实、证据和权利，现决定如下。"
            ),
            *section("查明的事实", granted_repair(revocation), revocation.finding),
            *section("证据", *_evidence(matter)),
            *section("陈述、申辩及采纳情况", answered + (heard.note if heard else "")),
            *section("依据", *_basis(matter, day)),
            *section("决定", f"撤销准予你单位信用修复的决定。{_EFFECT}"),
        ),
        remedies=remedies_for(revoking.REVOKED, matter.rulebook, day),
    )


def dropped(document: Document) -> OfficialDocument:
    """Build 不予撤销修复通知书: the repair stands, and nothing is kept against the body."""
    matter = _revocation(document).matter
    return letter(
        issue_of(document),
        title=f"关于不予撤销{matter.body.name}信用修复的通知书",
        addressee=matter.body.name,
        body=(
            Paragraph("我单位此前就拟撤销信用修复事项向你单位作出告知。经核查并听取陈述申辩，决定不予撤销。"),
            *section("理由", document.text("reason")),
            Paragraph("准予信用修复的决定继续有效，该事项不作为对你单位采取任何措施的依据。"),
        ),
    )


def remedies_against(matter: Matter) -> tuple[str, ...]:
    """Return what the body can do about a repair that was revoked; nothing while it was not."""
    if matter.state != RevocationState.REVOKED:
        return ()
    return remedies_for(revoking.REVOKED, matter.rulebook, legal_day(matter.moved_at))


def granted_repair(revocation: Revocation, *, body: str = "你单位", organ: str = "我单位") -> str:
    """Return in words which repair was granted, when, and by which document."""
    repair = revocation.repair
    granted = repair.matter.moves.filter(code="grant").first()
    day = f"于{long_date(legal_day(granted.at))}" if granted else ""
    paper = Document.objects.filter(matter__parent=repair.matter, kind=operations.DECISION).exclude(number="")
    number = paper.values_list("number", flat=True).first()
    told = f"（{number}）" if number else ""
    return f"{body}于{long_date(repair.applied_on)}申请信用修复，{organ}{day}准予修复{told}。"


_EFFECT = (
    "已经终止的公示和已经解除的措施不恢复。提供虚假材料的行为是新的事实，由有权机关以本案的决定书为依据，"
    "按照清单、告知、听取陈述申辩、认定的程序另行办理。"
)


def _evidence(matter: Matter) -> tuple[str, ...]:
    return tuple(f"{each.name}。" for each in attachments_of(matter) if each.part == Part.EVIDENCE)


def _basis(matter: Matter, day: date) -> tuple[str, ...]:
    book = rulebook_of(matter.rulebook)
    false_materials = book.item("dishonesty_classes", "false_materials", on=day)
    return f"{book.authority_of('C-38', on=day)}。", f"{false_materials.shown}。"


def _revocation(document: Document) -> Revocation:
    assert document.matter.parent is not None  # drafted in the matter of the revoking
    return revocation_of(document.matter.parent)


def _day(document: Document) -> date:
    return document.issued_on or legal_day(document.matter.moved_at)
