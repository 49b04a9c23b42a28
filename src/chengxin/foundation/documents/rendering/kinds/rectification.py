"""Documents about putting right: 责令整改通知书, 移送函, 解除通知书."""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph, Table
from chengxin.foundation.documents.rendering.kinds.issue import (
    Issue,
    Measure,
    letter,
    notifying_letter,
    section,
    stated_facts,
)
from chengxin.foundation.documents.rendering.numbering import long_date


@dataclass(frozen=True, slots=True, kw_only=True)
class RectificationOrder:
    """What a body must put right, and by which day."""

    issue: Issue
    body: str
    account: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...]
    requirements: tuple[str, ...]
    explanation_due: date
    plan_due: date
    report_due: date
    consequences: str
    remedies: tuple[str, ...]
    attachments: tuple[str, ...] = ()


def rectification_order(given: RectificationOrder) -> OfficialDocument:
    """Return 责令整改通知书: explanation, plan and report, each with its day."""
    days = (
        ("书面说明原因", given.explanation_due),
        ("报送整改方案", given.plan_due),
        ("完成整改并报送整改报告", given.report_due),
    )
    return notifying_letter(
        given.issue,
        title=f"关于责令{given.body}限期整改的通知书",
        addressee=given.body,
        body=(
            Paragraph("你单位存在下列政务失信问题，现责令限期整改。"),
            *section("存在的问题", *stated_facts(given.account, given.facts)),
            *section("依据", *given.basis),
            *section("整改要求", *given.requirements),
            *section(
                "时限", Table(("事项", "截止日期"), tuple((what, long_date(day)) for what, day in days))
            ),
            *section("逾期的后果", given.consequences),
        ),
        remedies=given.remedies,
        attachments=given.attachments,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """What is handed over to the organ that may hold the responsible post to account."""

    issue: Issue
    receiver: str
    body: str
    post: str
    account: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...]
    attachments: tuple[str, ...] = ()


def referral_letter(given: Referral) -> OfficialDocument:
    """Return 移送函: the matter of a post, named as a post, handed to the organ competent for it."""
    return letter(
        given.issue,
        title=f"关于移送{given.body}政务失信问题线索的函",
        addressee=given.receiver,
        body=(
            Paragraph(
                f"我单位在办理{given.body}政务失信事项中，发现需要追究{given.post}责任的问题线索。"
                "现将有关情况和材料移送你单位。"
            ),
            *section("有关情况", *stated_facts(given.account, given.facts)),
            *section("移送依据", *given.basis),
            Paragraph("请依法依规处理，并将受理情况和处理结果函告我单位。"),
        ),
        attachments=given.attachments,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """Which measures end, on which day and ground, and by when those who carry them out answer."""

    issue: Issue
    body: str
    ground: str
    lifted_on: date
    measures: tuple[Measure, ...]
    acknowledge_by: date
    remedies: tuple[str, ...]


def notice_of_lifting(given: Lifting) -> OfficialDocument:
    """Return 解除通知书: to the body, with copies to every organ that carried a measure out."""
    rows = tuple((m.name, m.basis, m.owner) for m in given.measures)
    return notifying_letter(
        given.issue,
        title=f"关于解除{given.body}失信惩戒措施的通知书",
        addressee=given.body,
        body=(
            Paragraph(
                f"{given.ground}，自{long_date(given.lifted_on)}起解除对你单位采取的下列失信惩戒措施。"
            ),
            Table(("解除的措施", "原依据", "实施单位"), rows),
            Paragraph(
                f"各实施单位应当立即停止执行，并于{long_date(given.acknowledge_by)}前将解除情况反馈我单位。"
                "解除后，不得再以该失信信息为由对你单位采取限制措施。"
            ),
        ),
        remedies=given.remedies,
    )
