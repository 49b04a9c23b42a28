"""政务失信记录的公示内容: the form of what is published about a record, version 1.

Every member is plain JSON: days as `2026-02-01`, closed lists as their codes. Posts, never persons (policy
Q-30); numbers of instruments masked where they would lead to a natural person (policy C-08).
"""

from datetime import date
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from chengxin_core.vocabulary import InstrumentKind, Severity

FORMAT = "chengxin/record/v1"

Words: TypeAlias = Annotated[str, Meta(min_length=1, max_length=500)]
Paragraphs: TypeAlias = Annotated[str, Meta(min_length=1, max_length=20_000)]


class _Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    pass


class RegionName(_Form):
    """A region: its stable id and its name on the day of publication."""

    id: Words
    name: Words


class Subject(_Form):
    """The public body that the record is about, and its regions from the province down."""

    id: Words
    name: Words
    region: Annotated[list[RegionName], Meta(min_length=1, max_length=5)]


class Reason(_Form):
    """One question of the determination, its answer, and the text that asks it."""

    question: Words
    answer: Paragraphs
    citation: Words


class Basis(_Form):
    """What the record rests on: which organ decided what, when, in which instrument."""

    kind: InstrumentKind
    number: Words
    organ: Words
    date: date


class Measure(_Form):
    """A measure, the organ that carries it out, and where it stands (in words)."""

    code: Words
    name: Words
    organ: Words
    state: Words


class Progress(_Form):
    """What the body has done to put it right, and when."""

    on: date
    what: Paragraphs


class Correction(_Form):
    """When and why this version took the place of an earlier one."""

    on: date
    why: Paragraphs


class RecordContent(_Form):
    """The published content of a record."""

    format: str
    body: Subject
    title: Words
    facts: Paragraphs
    severity: Severity
    reasons: Annotated[list[Reason], Meta(min_length=1, max_length=100)]
    basis: Basis
    organ: Words  # the competent organ that determined the record
    measures: Annotated[list[Measure], Meta(max_length=100)]
    progress: Annotated[list[Progress], Meta(max_length=100)]
    remedies: Annotated[list[Words], Meta(max_length=20)]
    published_on: date
    ends_on_latest: date
    is_demo: bool
    exposure: Annotated[str, Meta(max_length=500)] = ""  # why it is a typical case, in the words of the law
    objection_marker: bool = False
    correction: Correction | None = None
