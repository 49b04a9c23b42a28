"""Documents on the way into the record: 拟列入告知书, 认定书, 公开通报."""

from dataclasses import dataclass

from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.kinds.issue import (
    Issue,
    Measure,
    notifying_letter,
    section,
    stated_facts,
    table_of_measures,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedRecord:
    """What a body is told before it is entered: facts, basis, what is intended, how long it may answer."""

    issue: Issue
    body: str
    account: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...]
    list_item: str
    severity: str
    publicity: str
    measures: tuple[Measure, ...] = ()
    defence_working_days: int
    defence_clause: str = ""
    remedies: tuple[str, ...]
    attachments: tuple[str, ...] = ()


def notice_of_intended_record(given: IntendedRecord) -> OfficialDocument:
    """Return 拟列入告知书: the facts, the basis and the intended measures, before anything is decided."""
    clause = f"（{given.defence_clause}）" if given.defence_clause else ""
    measures = (
        ("列入后，拟由有权单位依法采取下列措施：", table_of_measures(given.measures))
        if given.measures
        else ("本次不拟采取失信惩戒措施。",)
    )
    return notifying_letter(
        given.issue,
        title=f"关于拟将{given.body}列入政务失信记录的告知书",
        addressee=given.body,
        body=(
            Paragraph(
                "经核实，你单位有关行为拟列入政务失信记录。现将事实、依据、拟采取的措施和你单位的权利告知如下。"
            ),
            *section("事实", *stated_facts(given.account, given.facts)),
            *section("依据", *given.basis),
            *section(
                "拟列入的内容",
                f"上述行为属于{given.list_item}所列事项，失信程度拟认定为{given.severity}。{given.publicity}",
            ),
            *section("拟采取的措施", *measures),
            *section(
                "陈述、申辩的权利",
                f"自本告知书送达之日起{given.defence_working_days}个工作日内，你单位可以向我单位提出书面陈述、申辩，"
                f"并提交证据材料{clause}。我单位不因陈述、申辩而加重处理。逾期未提出的，视为放弃陈述、申辩。",
            ),
        ),
        remedies=given.remedies,
        attachments=given.attachments,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the competent organ found, after it heard the body."""

    issue: Issue
    body: str
    account: str
    facts: tuple[tuple[str, str], ...] = ()
    defence: str
    reasons: tuple[str, ...]
    list_item: str
    severity: str
    publicity: str
    measures: tuple[Measure, ...] = ()
    repair: str
    remedies: tuple[str, ...]
    attachments: tuple[str, ...] = ()


def decision_of_finding(given: Finding) -> OfficialDocument:
    """Return 认定书: the decision of the lawful organ, its answer to the defence, the way to repair."""
    measures = (
        ("有权单位已依法决定采取下列措施：", table_of_measures(given.measures)) if given.measures else ()
    )
    return notifying_letter(
        given.issue,
        title=f"关于{given.body}政务失信行为的认定书",
        addressee=given.body,
        body=(
            Paragraph("我单位依法对你单位有关行为进行了核查，告知了事实、依据和权利，现认定如下。"),
            *section("查明的事实", *stated_facts(given.account, given.facts)),
            *section("陈述、申辩及采纳情况", given.defence),
            *section("认定的依据和理由", *given.reasons),
            *section(
                "认定结论",
                f"认定你单位上述行为构成政务失信，属于{given.list_item}所列事项，失信程度为{given.severity}，"
                f"自本认定书送达之日起列入政务失信记录。{given.publicity}",
                *measures,
            ),
            *section("信用修复", given.repair),
        ),
        remedies=given.remedies,
        attachments=given.attachments,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNotice:
    """What is announced to all, and who approved that it is."""

    issue: Issue
    body: str
    addressees: str
    approval: str
    account: str
    facts: tuple[tuple[str, str], ...] = ()
    basis: tuple[str, ...]
    handling: tuple[str, ...]
    requirements: tuple[str, ...] = ()
    remedies: tuple[str, ...]


def public_notice(given: PublicNotice) -> OfficialDocument:
    """Return 公开通报: unit, fact, measure and basis; approved by the government or a competent organ."""
    return notifying_letter(
        given.issue,
        title=f"关于{given.body}政务失信问题的通报",
        addressee=given.addressees,
        body=(
            Paragraph(f"{given.approval}，现将{given.body}政务失信问题通报如下。"),
            *section("基本情况", *stated_facts(given.account, given.facts)),
            *section("依据", *given.basis),
            *section("处理情况", *given.handling),
            *(section("工作要求", *given.requirements) if given.requirements else ()),
        ),
        remedies=given.remedies,
    )
