"""承诺的公示内容: the form of what is published about a promise, version 1.

To whom it was promised is told by its kind alone; posts, never persons.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from chengxin.foundation.transparency.record_content import Correction, Paragraphs, Subject, Words
from chengxin_core.commitments import Standing

FORMAT = "chengxin/promise/v1"


class _Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    pass


class Version(_Form):
    """The words, target and day that stood from a day on; a change names its ground and the decision behind it."""

    number: int
    text: Paragraphs
    target: Annotated[str, Meta(max_length=500)]
    due_on: date
    stood_from: date
    ground: Annotated[str, Meta(max_length=500)] = ""
    decision: Annotated[str, Meta(max_length=500)] = ""


class PromiseContent(_Form):
    """The published content of a promise."""

    format: str
    body: Subject  # that owes it today
    promised_by: Words  # that made it
    title: Words
    kind: Words
    beneficiary: Words
    document: Words
    versions: Annotated[list[Version], Meta(min_length=1, max_length=100)]
    due_on: date
    standing: Standing
    fulfilled_on: date | None
    said: Annotated[str, Meta(max_length=20_000)]  # why it stands so, as the organ said it
    organ: Words  # that keeps the ledger and says what came of it
    published_on: date
    is_demo: bool
    objection_marker: bool = False
    correction: Correction | None = None
