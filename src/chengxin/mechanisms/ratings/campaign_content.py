"""群众评议结果: the form of what is published of a review, version 1.

Of a body with fewer ballots than the minimum nothing is told but that; a share stands with its interval, in millionths.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from chengxin.foundation.transparency.record_content import Correction, Paragraphs, Subject, Words

FORMAT = "chengxin/campaign/v1"


class _Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    pass


class Answer(_Form):
    """How many of a body's ballots were content (the three better grades), of how many, and between which bounds."""

    question: Words
    content: int
    of: int
    point: int
    low: int
    high: int


class Reviewed(_Form):
    """A body and how it was answered for; no answers and no number where there were too few ballots."""

    body: Subject
    ballots: int | None
    answers: list[Answer]


class CampaignContent(_Form):
    """The published result of a review."""

    format: str
    body: Subject  # that organised it
    title: Words
    text: Paragraphs  # who could take part, and what a share means
    opens_on: date
    closes_on: date
    electorate: Words
    minimum: int
    results: Annotated[list[Reviewed], Meta(min_length=1, max_length=200)]
    alike: int  # ballots that came in bunches of the same answers
    organ: Words
    published_on: date
    is_demo: bool
    objection_marker: bool = False
    correction: Correction | None = None
