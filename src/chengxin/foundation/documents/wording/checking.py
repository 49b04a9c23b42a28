"""What a wording must keep: known fields, each content field once, the remedies that the rulebook's table names."""

from collections.abc import Iterator
from datetime import date

from chengxin.foundation.documents.plugs import DocumentKind
from chengxin.foundation.documents.wording.fields import (
    FIELD,
    HEARING,
    REMEDIES,
    Field,
    fields_of,
    named,
    names_in,
    required_of,
)
from chengxin.foundation.documents.wording.value import Wording, alone
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.remedies import Remedy, remedies

MOST_LINES = 200
LONGEST_LINE = 2000  # characters


class WordingRefused(ValueError):
    """A template that is not taken: `problems` say each what was found, where, and what is expected."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = problems


def remedies_due(kind: DocumentKind, book: Rulebook, *, on: date) -> tuple[Remedy, ...]:
    """Return the remedies that the rulebook's table names against the acts of a kind of document."""
    return tuple(each for act in kind.acts for each in remedies(book, act=act, addressee=kind.told, on=on))


def refuse_unfit(wording: Wording, kind: DocumentKind, book: Rulebook, *, on: date) -> None:
    """Raise `WordingRefused` with everything that is wrong with a wording of `kind`."""
    if problems := [*_in_lines(wording, kind), *_missing(wording, kind, book, on)]:
        raise WordingRefused(problems)


def _in_lines(wording: Wording, kind: DocumentKind) -> Iterator[str]:
    known = named(kind)
    if not wording.title.strip():
        yield "没有标题，标题段落的样式应当是“公文标题”"
    if len(wording.lines) > MOST_LINES:
        yield f"正文有 {len(wording.lines)} 段，模板不超过 {MOST_LINES} 段"
    seen: dict[str, str] = {}
    for place, text, is_title in _placed(wording):
        if len(text) > LONGEST_LINE:
            yield f"{place}有 {len(text)} 字，不超过 {LONGEST_LINE} 字"
        rest = FIELD.sub("", text)
        if "{" in rest or "}" in rest:
            yield f"{place}“{_short(rest)}”：大括号里只能写栏目名，如“{{{{ 标题 }}}}”，不能写程序、条件或者循环"
        for name in names_in(text):
            field = known.get(name)
            if field is None:
                yield f"{place}：没有“{name}”这个栏目。可以用的栏目：{_listed(fields_of(kind))}"
            elif field.is_block and (is_title or alone(text, known) != field):
                yield f"{place}：“{field.written}”是整段内容，应当单独成段，不能和其他文字写在一起"
            elif field.is_block and (before := seen.setdefault(field.zh, place)) != place:
                yield f"{place}：“{field.written}”在{before}已经写过，只能写一次"


def _placed(wording: Wording) -> Iterator[tuple[str, str, bool]]:
    """Yield every text with its place and whether it stands as title or heading."""
    yield "标题", wording.title, True
    for count, line in enumerate(wording.lines, start=1):
        yield f"正文第 {count} 段", line.text, line.level > 0


def _missing(wording: Wording, kind: DocumentKind, book: Rulebook, on: date) -> Iterator[str]:
    known = named(kind)
    there = {alone(line.text, known) for line in wording.lines if not line.level}
    for field in required_of(kind):
        if field in there:
            continue
        if field == REMEDIES:
            due = "、".join(
                f"{each.item.zh}（{each.item.shown}）" for each in remedies_due(kind, book, on=on)
            )
            told = f"规则库要求“{kind.zh}”告知{due}" if due else "规则库要求告知救济途径"
            yield f"缺少救济告知：{told}。应当有单独成段的“{field.written}”"
        elif field.zh == HEARING:
            yield f"缺少救济告知：“{kind.zh}”应当告知陈述、申辩的权利和期限，应当有单独成段的“{field.written}”"
        else:
            yield f"缺少内容：“{kind.zh}”应当写明{field.zh}，应当有单独成段的“{field.written}”"


def _listed(fields: tuple[Field, ...]) -> str:
    return "、".join(each.written for each in fields)


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
