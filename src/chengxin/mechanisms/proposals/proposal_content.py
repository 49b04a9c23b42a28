"""建议提案的公开内容: the form of what is published about a suggestion or proposal, version 1.

Who proposed is no member of it: the number and the session lead whoever needs to know to the register (policy S-14).
"""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chengxin.foundation.transparency.record_content import Correction, Paragraphs, Subject, Words
from chengxin_core.lifecycle.proposals import ProposalStanding

FORMAT = "chengxin/proposal/v1"
_Remark = Annotated[str, Meta(max_length=20_000)]


class _Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    pass


class Heard(_Form):
    """What the proposer said of an answer: of attitude and of result, each a level, with reasons where given."""

    attitude: Words
    result: Words
    reason: _Remark
    said_on: date


class SignedAnswer(_Form):
    """An answer under the signature of the body's head; a planned one leads to its promise by key."""

    round: int
    number: Words
    kind: Words
    answer_class: Words
    text: Paragraphs
    target: Annotated[str, Meta(max_length=500)]
    due_on: date | None
    signed_on: date
    promise: Annotated[str, Meta(max_length=32)]
    feedback: Heard | None


class ProposalContent(_Form):
    """The published content of a suggestion or proposal."""

    format: str
    body: Subject  # that answers it
    title: Words
    source: Literal["deputy", "cppcc"]
    session: Words
    number: Words
    text: Paragraphs
    assigned_on: date
    co_handlers: Annotated[list[Words], Meta(max_length=100)]
    answers: Annotated[list[SignedAnswer], Meta(max_length=50)]
    standing: ProposalStanding
    organ: Words  # that assigned it
    published_on: date
    is_demo: bool
    objection_marker: bool = False
    correction: Correction | None = None
