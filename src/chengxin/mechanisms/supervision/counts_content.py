"""投诉办理月度统计: the form of what is published each month, version 1. It counts by body and region.

A count that is not shown is null: it is small, or would tell a small one beside the total of its region.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from chengxin.foundation.transparency.record_content import Correction, Paragraphs, Subject, Words

FORMAT = "chengxin/complaint-counts/v1"


class _Form(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    pass


class Counts(_Form):
    """What happened in the month: received, answered in time or late, rated, of these not bad."""

    received: int | None
    in_time: int | None
    late: int | None
    rated: int | None


class Fair(_Form):
    """The share of ratings that were not bad, in millionths, with the bounds of its interval."""

    content: int
    of: int
    point: int
    low: int
    high: int


class OfBody(_Form):
    """The counts of one body complained of."""

    body: Subject
    counts: Counts


class OfRegion(_Form):
    """The counts of a city with its counties, or of what belongs to the province itself."""

    id: Words
    name: Words
    counts: Counts
    bodies: Annotated[list[OfBody], Meta(max_length=5000)]


class CountsContent(_Form):
    """The published figures of one month."""

    format: str
    body: Subject  # that publishes them
    title: Words
    text: Paragraphs  # what is counted, and what is not shown
    month: Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}$")]
    smallest: int
    rows: Annotated[list[OfRegion], Meta(max_length=200)]
    satisfaction: Fair | None  # of all ratings of the month; none of too few
    organ: Words
    published_on: date
    is_demo: bool
    objection_marker: bool = False
    correction: Correction | None = None
