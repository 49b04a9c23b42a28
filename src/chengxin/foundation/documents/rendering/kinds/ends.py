"""The end of a record: 修复决定书, 不予受理通知书, 异议处理决定书, 更正通知书, 撤销公示决定书, 恢复名誉告知书."""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph, Table
from chengxin.foundation.documents.rendering.kinds.issue import Issue, notifying_letter, section
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin_core.vocabulary import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairAnswer:
    """What became of an application to repair, and why."""

    issue: Issue
    body: str
    applied_on: date
    granted: bool
    reasons: tuple[str, ...]
    effective_on: date | None = None
    remedies: tuple[str, ...]


def repair_decision(given: RepairAnswer) -> OfficialDocument:
    """Return 修复决定书: granted with its three effects, or refused with its reasons."""
    if given.granted:
        day = long_date(given.effective_on or given.issue.issued_on)
        conclusion: tuple[str, ...] = (
            "准予信用修复。",
            f"自{day}起，终止公示该失信信息，停止共享和使用该失信信息，解除依据该失信信息采取的失信惩戒措施。",
        )
    else:
        conclusion = ("不予信用修复。你单位履行义务、具备修复条件后，可以再次申请。",)
    return notifying_letter(
        given.issue,
        title=f"关于{given.body}信用修复申请的决定书",
        addressee=given.body,
        body=(
            Paragraph(f"你单位于{long_date(given.applied_on)}提出的信用修复申请收悉。经审查，现决定如下。"),
            *section("审查情况和理由", *given.reasons),
            *section("决定", *conclusion),
        ),
        remedies=given.remedies,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccepted:
    """That an application or objection is not taken up, and why."""

    issue: Issue
    body: str
    what: str  # 信用修复申请, 异议申请
    filed_on: date
    reasons: tuple[str, ...]
    remedies: tuple[str, ...]


def notice_of_not_accepting(given: NotAccepted) -> OfficialDocument:
    """Return 不予受理通知书: what was filed, the reasons, and what can be done about it."""
    return notifying_letter(
        given.issue,
        title=f"关于不予受理{given.body}{given.what}的通知书",
        addressee=given.body,
        body=(
            Paragraph(f"你单位于{long_date(given.filed_on)}提出的{given.what}收悉。经审查，决定不予受理。"),
            *section("理由", *given.reasons),
        ),
        remedies=given.remedies,
    )


class ObjectionOutcome(Term):
    """异议处理结果: what an objection can lead to."""

    CORRECTED = "corrected", "更正"
    SUPPLEMENTED = "supplemented", "补充"
    REMOVED = "removed", "删除"
    MAINTAINED = "maintained", "维持"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswer:
    """What became of an objection, and why."""

    issue: Issue
    body: str
    filed_on: date
    objection: str
    verified: tuple[str, ...]
    outcome: ObjectionOutcome
    remedies: tuple[str, ...]


def objection_decision(given: ObjectionAnswer) -> OfficialDocument:
    """Return 异议处理决定书: the objection, what was verified, and the outcome; the marker goes with it."""
    if given.outcome is ObjectionOutcome.MAINTAINED:
        conclusion = "异议不成立，维持原记录，取消异议标注。"
    else:
        conclusion = f"异议成立，对有关信息予以{given.outcome.zh}，取消异议标注，并同步通知信息使用单位。"
    return notifying_letter(
        given.issue,
        title=f"关于{given.body}异议申请的处理决定书",
        addressee=given.body,
        body=(
            Paragraph(
                f"你单位于{long_date(given.filed_on)}提出的异议申请收悉。经核查，现将处理决定告知如下。"
            ),
            *section("异议事项", given.objection),
            *section("核查情况和理由", *given.verified),
            *section("处理决定", conclusion),
        ),
        remedies=given.remedies,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What stood in a record, and what stands there now."""

    issue: Issue
    body: str
    ground: str
    changes: tuple[tuple[str, str, str], ...]  # item, as it was, as it is
    corrected_on: date
    remedies: tuple[str, ...]


def notice_of_correction(given: Correction) -> OfficialDocument:
    """Return 更正通知书: each item with its words before and after."""
    return notifying_letter(
        given.issue,
        title=f"关于更正{given.body}政务失信记录的通知书",
        addressee=given.body,
        body=(
            Paragraph(
                f"{given.ground}，自{long_date(given.corrected_on)}起，对你单位政务失信记录的下列内容予以更正。"
            ),
            Table(("项目", "更正前", "更正后"), given.changes),
            Paragraph(
                "更正后的信息已同步至公示、共享和使用该信息的单位，更正前的信息不再作为任何处理的依据。"
            ),
        ),
        remedies=given.remedies,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why a publication is taken back, and from which day."""

    issue: Issue
    body: str
    ground: tuple[str, ...]
    withdrawn_on: date
    redress: str = ""
    remedies: tuple[str, ...]


def decision_of_withdrawal(given: Withdrawal) -> OfficialDocument:
    """Return 撤销公示决定书: content, sharing and measures end together, and the redress is named."""
    day = long_date(given.withdrawn_on)
    return notifying_letter(
        given.issue,
        title=f"关于撤销{given.body}失信信息公示的决定书",
        addressee=given.body,
        body=(
            Paragraph("我单位对你单位失信信息公示事项进行了复查，现决定如下。"),
            *section("事实和理由", *given.ground),
            *section(
                "决定",
                f"自{day}起，撤销该失信信息的公示，停止共享和使用，删除公示内容，并通知信息使用单位同步处理。",
                "依据该失信信息采取的失信惩戒措施同时解除。",
                given.redress,
            ),
        ),
        remedies=given.remedies,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehabilitation:
    """That a record was wrong, said in the scope in which it had been said."""

    issue: Issue
    body: str
    ground: str
    original_scope: str
    manner: str
    remedies: tuple[str, ...]


def notice_of_rehabilitation(given: Rehabilitation) -> OfficialDocument:
    """Return 恢复名誉告知书: where and how the name of a body is cleared, within the original scope."""
    return notifying_letter(
        given.issue,
        title=f"关于为{given.body}恢复名誉的告知书",
        addressee=given.body,
        body=(
            Paragraph(f"{given.ground}，我单位决定在原公开范围内为你单位消除影响、恢复名誉，现告知如下。"),
            *section("原公开范围", given.original_scope),
            *section("恢复名誉的方式", given.manner),
        ),
        remedies=given.remedies,
    )
