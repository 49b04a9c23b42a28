"""栏目: what may stand between the double braces of a template, by its Chinese name or its code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chengxin.foundation.documents.plugs import DocumentKind

FIELD: Final = re.compile(r"\{\{\s*([^{}%#|]{1,40}?)\s*\}\}")
HEARING: Final = "陈述、申辩的权利"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: in a line among other words, or, where `is_block`, as a paragraph of its own."""

    zh: str
    code: str
    is_block: bool = False

    @property
    def written(self) -> str:
        """As it stands in a template."""
        return f"{{{{ {self.zh} }}}}"


TITLE: Final = Field("标题", "title")
ADDRESSEE: Final = Field("主送机关", "addressee")
ORGAN: Final = Field("发文机关", "organ")
OPENING: Final = Field("开头", "opening", is_block=True)
REMEDIES: Final = Field("救济途径", "remedies", is_block=True)
_IN_LINE: Final = (
    TITLE,
    ADDRESSEE,
    ORGAN,
    Field("当事单位", "body"),
    Field("事项名称", "matter"),
    Field("事项编号", "matter_number"),
    Field("成文日期", "date"),
)


def fields_of(kind: DocumentKind) -> tuple[Field, ...]:
    """Return the fields that a template of `kind` may hold: those of every document, then the kind's own."""
    own = tuple(Field(name, name, is_block=True) for name in kind.sections)
    return (*_IN_LINE, OPENING, *own, *((REMEDIES,) if kind.acts else ()))


def required_of(kind: DocumentKind) -> tuple[Field, ...]:
    """Return the fields without which a document of `kind` would not say what it must."""
    blocks = [each for each in fields_of(kind) if each.is_block and each != OPENING]
    return tuple(blocks) if kind.sections else (OPENING, *blocks)


def named(kind: DocumentKind) -> dict[str, Field]:
    """Return the fields of a kind by everything that they may be called."""
    return {name: each for each in fields_of(kind) for name in (each.zh, each.code)}


def names_in(text: str) -> Iterator[str]:
    """Yield what stands between double braces in a text, in order.

    >>> list(names_in("关于{{ 当事单位 }}的{{body}}"))
    ['当事单位', 'body']
    """
    return (found[1] for found in FIELD.finditer(text))
