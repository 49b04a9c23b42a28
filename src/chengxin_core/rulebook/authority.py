"""Who says so: a text of law that may be cited, or a default of the system that may not be shown as law.

The two are different types. Only `Law` has `as_law()`, so that a page cannot show a default as law.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from chengxin_core.vocabulary import Term

ADJUSTABLE = "系统默认，可调整"


class Confidence(Term):
    """可信程度: how the rule was read; the first four were read in a text and may be shown as law."""

    LAW = "V:law", "法规原文核对"
    WEB = "V:web", "公开网页核对"
    CODE = "V:code", "公开数据核对"
    SEED = "V:seed", "公开报道核对"
    SECONDARY = "V-sec", "仅见转述"
    MEMORY = "M", "未核对"
    DESIGN = "D", "系统设计"

    @property
    def is_verified(self) -> bool:
        """Say whether the text itself was read."""
        return self.value.startswith("V:")


@dataclass(frozen=True, slots=True)
class Document:
    """文件: a law, regulation or notice, with its number, issuer and time in force."""

    code: str
    title: str
    number: str
    issuer: str
    in_force_from: date
    in_force_until: date | None = None
    issued_on: date | None = None
    replaced_by: str = ""  # the code of the document that took its place

    def named(self, article: str = "") -> str:
        """Return the citation of an article of this document; a circular's number (〔〕) goes with its title.

        >>> Document("x", "某意见", "某政发〔2018〕1号", "某省", date(2018, 1, 1)).named("第三条")
        '《某意见》（某政发〔2018〕1号）第三条'
        """
        return f"《{self.title}》{f'（{self.number}）' if '〔' in self.number else ''}{article}"


@dataclass(frozen=True, slots=True)
class Law:
    """A rule read in a text in force: it may be shown as law."""

    rule_id: str
    document: Document
    article: str
    confidence: Confidence

    def as_law(self) -> str:
        """Return the citation as a document or page prints it."""
        return self.document.named(self.article)

    @property
    def shown(self) -> str:
        """What a page shows as the source of this rule: the citation."""
        return self.as_law()


@dataclass(frozen=True, slots=True)
class SystemDefault:
    """系统默认: a rule known at second hand, or of our own design: an administrator may change it."""

    rule_id: str
    confidence: Confidence

    @property
    def shown(self) -> str:
        """What a page shows as the source of this rule: that it is a default."""
        return ADJUSTABLE


Authority: TypeAlias = Law | SystemDefault
