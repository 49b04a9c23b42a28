"""A wording as a value, and a document printed in it: its parts are set into the words of the organ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from chengxin.foundation.documents.plugs import DocumentKind
from chengxin.foundation.documents.rendering.document import Block, Heading, OfficialDocument, Paragraph
from chengxin.foundation.documents.rendering.numbering import long_date
from chengxin.foundation.documents.wording.fields import FIELD, OPENING, REMEDIES, TITLE, Field, named

PLAIN: Final = 0  # the level of a line that is no heading


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a wording: a heading of level 1 to 4, or plain."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What a template says: the title, and the lines of the body in order."""

    title: str
    lines: tuple[Line, ...]

    def spelt(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {"title": self.title, "lines": [[each.level, each.text] for each in self.lines]}


def read(kept: Mapping[str, Any]) -> Wording:
    """Return a wording from what is kept of it."""
    return Wording(kept["title"], tuple(Line(level, text) for level, text in kept["lines"]))


def shipped(kind: DocumentKind) -> Wording:
    """Return the wording that prints a document as the platform words it."""
    lines = [Line(PLAIN, OPENING.written)]
    for name in kind.sections:
        lines += [Line(1, name), Line(PLAIN, f"{{{{ {name} }}}}")]
    if kind.acts:
        lines += [Line(1, REMEDIES.zh), Line(PLAIN, REMEDIES.written)]
    return Wording(TITLE.written, tuple(lines))


def printed(
    wording: Wording, official: OfficialDocument, *, kind: DocumentKind, said: Mapping[str, str]
) -> OfficialDocument:
    """Return `official` in an organ's words. `said` are the fields in a line, by code.

    What the wording leaves out of what the document says is printed before the remedies, under its own heading; a
    heading under which nothing stands is left out.
    """
    parts = _taken_apart(official)
    values = {TITLE.code: official.title.replace("\n", ""), "date": long_date(official.issued_on), **said}
    known = named(kind)
    body: list[Block] = []
    waiting: list[Heading] = []
    used: set[str] = set()
    for line in wording.lines:
        if line.level:
            waiting = [each for each in waiting if each.level < line.level]
            waiting.append(Heading(line.level, _filled(line.text, known, values)))
            continue
        field = alone(line.text, known)
        if field is None:
            content: Iterable[Block] = [Paragraph(_filled(line.text, known, values))]
        else:
            if field == REMEDIES:
                body += _left_out(parts, wording, known)
                used |= parts.keys()
            used.add(field.zh)
            content = parts.get(field.zh, ())
        if content:
            body += [*waiting, *content]
            waiting = []
    if REMEDIES.zh not in used:
        body += _left_out(parts, wording, known)
        body += [Heading(1, REMEDIES.zh), *parts[REMEDIES.zh]] if parts.get(REMEDIES.zh) else []
    return replace(official, title=_filled(wording.title, known, values), body=tuple(body), remedies=())


def alone(text: str, known: Mapping[str, Field]) -> Field | None:
    """Return the block field that a paragraph consists of; none where it is other words."""
    found = FIELD.fullmatch(text.strip())
    field = known.get(found[1]) if found else None
    return field if field is not None and field.is_block else None


def _taken_apart(official: OfficialDocument) -> dict[str, list[Block]]:
    """Return the blocks of a document by the heading of the first level that they stand under."""
    parts: dict[str, list[Block]] = {}
    name = OPENING.zh
    for block in official.body:
        if isinstance(block, Heading) and block.level == 1:
            name = block.text
        else:
            parts.setdefault(name, []).append(block)
    if official.remedies:
        parts.setdefault(REMEDIES.zh, []).extend(Paragraph(each) for each in official.remedies)
    return parts


def _left_out(parts: Mapping[str, list[Block]], wording: Wording, known: Mapping[str, Field]) -> list[Block]:
    fields = (alone(line.text, known) for line in wording.lines if not line.level)
    named_there = {each.zh for each in fields if each is not None} | {OPENING.zh, REMEDIES.zh}
    left: list[Block] = []
    for name, blocks in parts.items():
        if name not in named_there:
            left += [Heading(1, name), *blocks]
    return left


def _filled(text: str, known: Mapping[str, Field], values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda found: values.get(known[found[1]].code, "") if found[1] in known else "", text)
