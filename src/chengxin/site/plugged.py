"""What the rooms have plugged in, as the page docs/reference/plugs.md; `chengxin plugs` prints it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chengxin.chain.evidence import plugs as evidence
from chengxin.foundation.deadlines import nightly
from chengxin.foundation.deadlines import plugs as deadlines
from chengxin.foundation.documents import plugs as documents
from chengxin.foundation.matters import plugs as matters
from chengxin.foundation.transparency import plugs as transparency
from chengxin.ground import jobs

HEAD = """# What is plugged in

A lower room never imports a higher one: the higher room plugs itself in from its `kinds.py`, and a code registered
twice stops the start. This page is printed by `chengxin plugs`; a test compares it with the running program.
"""


@dataclass(frozen=True, slots=True)
class Board:
    """One kind of plug: the function that plugs in, and a row for each plug."""

    title: str
    plugged_by: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterable[tuple[object, ...]]]

    def __str__(self) -> str:
        lines = [_line(row) for row in self.rows()]
        table = [_line(self.columns), "|---" * len(self.columns) + "|", *lines] if lines else ["None yet."]
        return "\n".join([f"## {self.title} (`{self.plugged_by}`)", "", *table, ""])


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(str(board) for board in BOARDS)])


def _line(cells: Iterable[object]) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _code(text: str) -> str:
    return f"`{text}`"


def _place(function: Callable[..., Any]) -> str:
    """Return where a function stands, without the name of the program."""
    module = function.__module__.removeprefix("chengxin.")
    return _code(module if function.__name__ == "<lambda>" else f"{module}.{function.__name__}")


BOARDS = (
    Board(
        "Kinds of matter",
        "plug_kind",
        ("Code", "Term", "States", "Moves"),
        lambda: (
            (_code(kind.code), kind.lifecycle.zh, len(kind.lifecycle.states), len(kind.lifecycle.moves))
            for kind in matters.kinds()
        ),
    ),
    Board(
        "Buttons",
        "plug_button",
        ("Kind", "Code", "Wording", "Harms", "Operation"),
        lambda: (
            (_code(kind.code), _code(each.code), each.zh, "yes" if each.harms else "", _place(each.operation))
            for kind in matters.kinds()
            for each in kind.all_buttons
        ),
    ),
    Board(
        "Followers of a state",
        "plug_follower",
        ("Kind", "State", "Code", "Operation"),
        lambda: (
            (_code(each.kind), _code(each.state), _code(each.code), _place(each.operation))
            for each in matters.followers()
        ),
    ),
    Board(
        "Sections of the pages of matters",
        "plug_section",
        ("Kind", "Code", "Template", "Values"),
        lambda: (
            (_code(each.kind), _code(each.code), _code(each.template), _place(each.values))
            for each in matters.sections()
        ),
    ),
    Board(
        "Official documents",
        "plug_document",
        ("Code", "Term", "Built by", "On service"),
        lambda: (
            (_code(each.code), each.zh, _place(each.build), _place(each.on_served) if each.on_served else "")
            for each in documents.document_kinds()
        ),
    ),
    Board(
        "Effects of lateness",
        "plug_effect",
        ("Clock", "Rung", "Operation"),
        lambda: (
            (_code(each.clock), _code(each.rung), _place(each.operation)) for each in deadlines.effects()
        ),
    ),
    Board(
        "What silence does",
        "plug_silence",
        ("Clock", "Operation"),
        lambda: ((_code(each.clock), _place(each.operation)) for each in deadlines.silences()),
    ),
    Board(
        "Work of the night",
        "plug_nightly",
        ("Order", "Code", "Term", "Operation"),
        lambda: ((each.order, _code(each.code), each.zh, _place(each.operation)) for each in nightly.tasks()),
    ),
    Board(
        "Ticks of the clock",
        "plug_tick",
        ("Code", "Every", "Operation"),
        lambda: ((_code(each.code), f"{each.seconds:g} s", _place(each.operation)) for each in jobs.ticks()),
    ),
    Board(
        "Kinds of publication",
        "plug_publication",
        ("Code", "Term", "Format", "Shown in lists"),
        lambda: (
            (
                _code(each.code),
                each.zh,
                _code(each.format),
                ", ".join(_code(member) for member in each.listing),
            )
            for each in transparency.publication_kinds()
        ),
    ),
    Board(
        "Places of publication",
        "plug_sink",
        ("Code", "Term", "Applied by"),
        lambda: ((_code(each.code), each.zh, _place(each.apply)) for each in transparency.sinks()),
    ),
    Board(
        "What follows the end of a publication",
        "plug_after_end",
        ("Code", "Operation"),
        lambda: ((_code(code), _place(operation)) for code, operation in transparency.after_ends()),
    ),
    Board(
        "Who knows the private names in a matter",
        "plug_private_names",
        ("Code", "Answered by"),
        lambda: ((_code(code), _place(names_in)) for code, names_in in transparency.name_sources()),
    ),
    Board(
        "What follows from an instrument",
        "plug_consequence",
        ("Code", "Operation"),
        lambda: ((_code(code), _place(consequence)) for code, consequence in evidence.consequences()),
    ),
)
