"""签发: what every kind of document shares, whatever it says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.documents.rendering.document import (
    Block,
    Facts,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    Urgency,
)


class RemediesMissing(ValueError):
    """A document that notifies somebody, and does not say what they can do about it."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}”没有写明救济途径: 应当按规则库列明可以向谁、在多长期限内、依据哪一条提出。"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Who issues a document, under which number, on which day, and who gets a copy.

    `organ` is the organ competent by law, in whose name it speaks; posts stand for it, never persons.
    """

    organ: str
    number: str
    issued_on: date
    copies: tuple[str, ...] = ()
    contact: str = ""
    urgency: Urgency | None = None
    signer: str = ""
    printed_by: str = ""
    printed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """失信惩戒措施: one measure, what it rests on, the organ that decides and carries it out."""

    name: str
    basis: str
    owner: str


def letter(
    issue: Issue,
    *,
    title: str,
    addressee: str,
    body: Iterable[Block],
    remedies: tuple[str, ...] = (),
    attachments: tuple[str, ...] = (),
) -> OfficialDocument:
    """Return a document that tells its addressee something which needs no remedy."""
    return OfficialDocument(
        organ=issue.organ,
        number=issue.number,
        issued_on=issue.issued_on,
        urgency=issue.urgency,
        signer=issue.signer,
        title=title,
        addressee=addressee,
        body=tuple(body),
        remedies=remedies,
        attachments=attachments,
        note=issue.contact and f"联系单位：{issue.contact}",
        copies=issue.copies,
        printed_by=issue.printed_by,
        printed_on=issue.printed_on,
    )


def notifying_letter(
    issue: Issue,
    *,
    title: str,
    addressee: str,
    body: Iterable[Block],
    remedies: tuple[str, ...],
    attachments: tuple[str, ...] = (),
) -> OfficialDocument:
    """Return a document that touches its addressee's rights; raise `RemediesMissing` without a remedy."""
    if not any(remedy.strip() for remedy in remedies):
        raise RemediesMissing(title)
    return letter(
        issue,
        title=title,
        addressee=addressee,
        body=(*body, Heading(1, "救济途径")),
        remedies=remedies,
        attachments=attachments,
    )


def section(name: str, *content: str | Block) -> tuple[Block, ...]:
    """Return a numbered section; each line of a plain text becomes a paragraph, empty lines are left out."""
    blocks: list[Block] = [Heading(1, name)]
    for part in content:
        if isinstance(part, str):
            blocks += [Paragraph(line.strip()) for line in part.splitlines() if line.strip()]
        else:
            blocks.append(part)
    return tuple(blocks)


def stated_facts(account: str, facts: tuple[tuple[str, str], ...]) -> tuple[str | Block, ...]:
    """Return how facts are stated: in words, then item by item."""
    return (account, *((Facts(facts),) if facts else ()))


def table_of_measures(measures: tuple[Measure, ...]) -> Table:
    """Return measures as a table, with who decides each of them."""
    return Table(("措施", "依据", "决定和实施单位"), tuple((m.name, m.basis, m.owner) for m in measures))
