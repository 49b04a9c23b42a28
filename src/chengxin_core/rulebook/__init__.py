"""制度规则库: the law as dated data; which text was in force on a day, and what it said.

Keeps      documents, provisions, parameters, clocks and closed lists with their rule ids and citations.
Promises   a rule not read in its text cannot be shown as law: only `Law` has `as_law()`; the same files give
           the same hash; every fault of a file is told with its line; what stands over a rule changes its number
           and nothing else, and a city's promise never lengthens.
Refuses    to guess: a day on which nothing was in force raises `NothingInForce`, an empty list stays empty.
Start at   book.Rulebook, then authority.py.
"""

from chengxin_core.rulebook.adjusting import Adjustable, NotAdjustable, OutOfBounds, adjustable, adjustables
from chengxin_core.rulebook.answers import Answer, answer
from chengxin_core.rulebook.authority import (
    ADJUSTABLE,
    Authority,
    Confidence,
    Document,
    Law,
    SystemDefault,
)
from chengxin_core.rulebook.book import NotListed, Rulebook, RulebookRefused, UnknownRule, check
from chengxin_core.rulebook.entries import (
    Clock,
    ClosedList,
    Entry,
    Gate,
    Item,
    NothingInForce,
    NotStated,
    Parameter,
    Provision,
    Quantity,
    Silence,
    Timeline,
)
from chengxin_core.rulebook.layers import Edit, Layer, Standing
from chengxin_core.rulebook.reading import Problem
from chengxin_core.rulebook.remedies import Remedy, remedies

__all__ = [
    "ADJUSTABLE",
    "Adjustable",
    "Answer",
    "Authority",
    "Clock",
    "ClosedList",
    "Confidence",
    "Document",
    "Edit",
    "Entry",
    "Gate",
    "Item",
    "Law",
    "Layer",
    "NotAdjustable",
    "NotListed",
    "NotStated",
    "NothingInForce",
    "OutOfBounds",
    "Parameter",
    "Problem",
    "Provision",
    "Quantity",
    "Remedy",
    "Rulebook",
    "RulebookRefused",
    "Silence",
    "Standing",
    "SystemDefault",
    "Timeline",
    "UnknownRule",
    "adjustable",
    "adjustables",
    "answer",
    "check",
    "remedies",
]
