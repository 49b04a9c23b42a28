"""公共机构的名称与代码: which public body a written name means on a day, or why nobody can say.

Keeps      the rules by which names are written, shortened and misprinted; callers bring the names.
Promises   every answer carries its reasons; equal name, day and index give an equal answer anywhere.
Refuses    to guess: a tie, a small lead, or a name that may belong to another province stays unresolved.
Start at   match.resolve, then index.NameIndex and normal_form.split_name; codes are in codes.
"""

from chengxin_core.names.codes import CodeRefused, CreditCode, DivisionCode, normal_code, read_credit_code
from chengxin_core.names.index import KnownBody, KnownName, KnownRegion, NameIndex, NameStanding, Succession
from chengxin_core.names.match import (
    Ambiguous,
    Candidate,
    MatchGround,
    Outside,
    Resolution,
    Resolved,
    Unknown,
    place_of,
    resolve,
)
from chengxin_core.names.normal_form import NameParts, normal_form, split_name

__all__ = [
    "Ambiguous",
    "Candidate",
    "CodeRefused",
    "CreditCode",
    "DivisionCode",
    "KnownBody",
    "KnownName",
    "KnownRegion",
    "MatchGround",
    "NameIndex",
    "NameParts",
    "NameStanding",
    "Outside",
    "Resolution",
    "Resolved",
    "Succession",
    "Unknown",
    "normal_code",
    "normal_form",
    "place_of",
    "read_credit_code",
    "resolve",
    "split_name",
]
