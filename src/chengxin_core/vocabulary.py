"""Closed lists that more than one part of the law uses, each with its official wording."""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A coded value and the Chinese term it stands for.

    The code is stored and never changes meaning; the term is shown.

    >>> class Colour(Term):
    ...     RED = "red", "红"
    >>> Colour("red").zh
    '红'
    """

    zh: str

    def __new__(cls, code: str, zh: str = "") -> Self:
        """Make a member; the empty default lets a type checker accept `Term(code)`."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        return member


class Severity(Term):
    """失信程度: the three grades of dishonesty (policy C-32)."""

    MINOR = "minor", "轻微"
    GENERAL = "general", "一般"
    SERIOUS = "serious", "严重"


class DisclosureMode(Term):
    """披露方式: how a kind of information may leave the platform (policy C-07)."""

    PUBLIC = "public", "公开公示"
    AUTHORISED_QUERY = "authorised_query", "授权查询"
    GOVERNMENT_SHARING = "government_sharing", "政务共享"
    INTERNAL = "internal", "内部"


class Area(Term):
    """领域: the seven key areas of the programme and what came after (policy A-31…A-37, Q-05)."""

    PROCUREMENT = "procurement", "政府采购"
    PARTNERSHIP = "partnership", "政府和社会资本合作"
    TRADING = "trading", "公共资源交易"
    TENDERING = "tendering", "招标投标"
    INVESTMENT = "investment", "招商引资"
    DEBT = "debt", "地方政府债务"
    TOWNSHIP = "township", "街道和乡镇"
    GENERAL = "general", "依法行政"


class InstrumentKind(Term):
    """认定依据: the kinds of effective instrument that a record may rest on (policy R-01…R-11, A-16, C-04)."""

    JUDGMENT = "judgment", "司法判决"
    JUDGMENT_DEBTOR = "judgment_debtor", "失信被执行人"
    PENALTY = "penalty", "行政处罚"
    SANCTION = "sanction", "纪律处分"
    ACCOUNTABILITY = "accountability", "问责处理"
    BREACH_FINDING = "breach_finding", "违约失信认定"
    FALSE_MATERIALS = "false_materials", "提供虚假材料认定"


class Ground(Term):
    """终止公示的事由: why a published record ended (policy C-16, C-18, C-31, C-37, C-55)."""

    EXPIRED = "expired", "公示期限届满"
    REPAIRED = "repaired", "信用修复"
    REVERSED = "reversed", "认定依据被撤销或者变更"
    OBJECTION_UPHELD = "objection_upheld", "异议成立"
    ERROR = "error", "公示有误"
