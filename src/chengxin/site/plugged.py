"""What the rooms have plugged in, as the page docs/reference/plugs.md; `chengxin plugs` prints it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from chengxin.chain.evidence import plugs as evidence
from chengxin.foundation.accounts import plugs as accounts
from chengxin.foundation.archives import plugs as archives
from chengxin.foundation.audit import plugs as audit
from chengxin.foundation.deadlines import nightly
from chengxin.foundation.deadlines import plugs as deadlines
from chengxin.foundation.documents import plugs as documents
from chengxin.foundation.handovers import plugs as handovers
from chengxin.foundation.ledgers import plugs as ledgers
from chengxin.foundation.matters import plugs as matters
from chengxin.foundation.matters import sights
from chengxin.foundation.notifications import plugs as notifications
from chengxin.foundation.reception import plugs as reception
from chengxin.foundation.reception import polls
from chengxin.foundation.reporting import plugs as reporting
from chengxin.foundation.retention import plugs as retention
from chengxin.foundation.transparency import plugs as transparency
from chengxin.ground import jobs, keepers, resealing, trail
from chengxin.mechanisms.dossiers import plugs as dossiers

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
        "Lists as ledgers",
        "plug_ledger",
        ("Code", "Columns", "Rows"),
        lambda: (
            (_code(each.code), len(each.columns), _place(getattr(each.build, "func", each.build)))
            for each in ledgers.ledgers()
        ),
    ),
    Board(
        "Parts of an official's own page",
        "plug_own_section",
        ("Code", "Template", "Values"),
        lambda: (
            (_code(each.code), _code(each.template), _place(each.values)) for each in dossiers.own_sections()
        ),
    ),
    Board(
        "Who knows whom a matter concerns in person",
        "plug_stake",
        ("Code", "Answered by"),
        lambda: ((_code(each.code), _place(each.concerns)) for each in matters.stakes()),
    ),
    Board(
        "Why a kind of matter is asked of its body",
        "plug_grounds",
        ("Kind", "Answered by"),
        lambda: ((_code(each.kind), _place(each.said)) for each in matters.all_grounds()),
    ),
    Board(
        "What a person holds, for the list of a handover",
        "plug_holding",
        ("Code", "Lines"),
        lambda: ((_code(each.code), _place(each.lines)) for each in handovers.holdings()),
    ),
    Board(
        "Channels of messages",
        "plug_channel",
        ("Code", "Term", "Address"),
        lambda: ((_code(each.code), each.zh, each.address_zh) for each in notifications.channels()),
    ),
    Board(
        "What a document waits for",
        "plug_precondition",
        ("Code", "Why not yet"),
        lambda: ((_code(each.code), _place(each.why_not)) for each in documents.preconditions()),
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
        "Reviews in which the public takes part",
        "plug_polls",
        ("Code", "Term", "Which are open"),
        lambda: ((_code(each.code), each.zh, _place(each.open_on)) for each in polls.poll_sources()),
    ),
    Board(
        "What the public may send",
        "plug_voice",
        ("Code", "Term", "Received by", "Its sender may do"),
        lambda: (
            (_code(each.code), each.zh, _place(each.receive), _place(each.acts))
            for each in reception.voice_kinds()
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
        "Things whose sight is explained",
        "plug_sight",
        ("Code", "Term", "Doors"),
        lambda: (
            (_code(each.code), each.zh, " ".join(map(_code, doors))) for each, doors in sights.all_sights()
        ),
    ),
    Board(
        "Classes of records with a term",
        "plug_record_class",
        ("Code", "Term", "Kept as long as", "Destroyed by"),
        lambda: (
            (_code(each.code), each.zh, " ".join(map(_code, each.terms)), _place(each.destroy))
            for each in retention.record_classes()
        ),
    ),
    Board(
        "What a hold reaches besides",
        "plug_held_class",
        ("Code", "Term"),
        lambda: ((_code(code), zh) for code, zh in retention.held_classes()),
    ),
    Board(
        "Contents of case files",
        "plug_contents",
        ("Kind", "Told by", "Destroyed by"),
        lambda: (
            (_code(each.kind), _place(each.values), _place(each.destroy)) for each in archives.all_contents()
        ),
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
        "What was written is kept by",
        "plug_keeper",
        ("Code", "Operation"),
        lambda: ((_code(code), _place(keep)) for code, keep in trail.keepers()),
    ),
    Board(
        "Heads of the audit chain are kept by",
        "plug_heads",
        ("Code", "Reads"),
        lambda: ((_code(code), _place(kept)) for code, kept in audit.head_keepers()),
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
        "What is reported to the platform of record",
        "plug_reported",
        ("Kind of publication", "Ours follows by"),
        lambda: ((_code(each.publication), _place(each.follow)) for each in reporting.reported_kinds()),
    ),
    Board(
        "What follows every entry of the log",
        "plug_after_entry",
        ("Code", "Operation"),
        lambda: ((_code(code), _place(operation)) for code, operation in transparency.after_entries()),
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
    Board(
        "What programs may be let do",
        "plug_permissions",
        ("Code", "Term", "Offered by", "Pace"),
        lambda: (
            (_code(each.code), each.zh, _place(each.offered), _code(each.pace))
            for each in accounts.all_permissions()
        ),
    ),
    Board(
        "What is sealed",
        "plug_sealed",
        ("Code", "Term", "Column", "Found by"),
        lambda: (
            (
                _code(each.code),
                each.zh,
                _code(f"{each.model.__name__}.{each.column}"),
                ", ".join(_code(column) for column in each.indexes),
            )
            for each in resealing.sealed_columns()
        ),
    ),
    Board(
        "Columns that name kept files",
        "plug_keeper",
        ("Code", "Files", "Table", "Column"),
        lambda: (
            (_code(each.code), each.zh, _code(each.model.__name__), _code(each.column))
            for each in keepers.keepers()
        ),
    ),
)
