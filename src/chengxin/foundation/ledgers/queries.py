"""Every read of ledgers that another part may make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.models import LedgerFile, LedgerFileQuerySet
from chengxin.foundation.ledgers.plugs import Cell, Ledger, Listing, ledger_of
from chengxin.foundation.ledgers.workbook import Head, in_batches
from chengxin.ground.home import Home

IN_A_REQUEST = 2_000
"""Rows: what is longer is made behind the page."""
MOST_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list that a mandate sees, with what stands above it."""

    ledger: Ledger
    listing: Listing
    head: Head

    def count(self, most: int = IN_A_REQUEST + 1) -> int:
        """Return how many rows it has, counted no further than `most`."""
        return len(self.listing.keys(most))

    def rows(self, most: int) -> list[Sequence[Cell]]:
        """Return its first rows."""
        return [row for _done, _whole, rows in in_batches(self.listing, most) for row in rows]


def drawn(code: str, mandate: Mandate, asked: Mapping[str, str], *, on: date) -> Drawn | None:
    """Return the list `code` as `mandate` sees it under the query `asked`; None where it has no such list."""
    ledger = ledger_of(code)
    listing = ledger.build(mandate, asked, on) if ledger else None
    if ledger is None or listing is None:
        return None
    who = f"{mandate.user.display_name}（{mandate.post}）"
    return Drawn(ledger, listing, Head(str(ledger.title), listing.filters, mandate.body.name, who, on))


def files_of(mandate: Mandate) -> LedgerFileQuerySet:
    """Return the ledgers that this mandate had made, the newest first."""
    return LedgerFile.objects.asked_by(mandate)


def place_of(home: Home, file: LedgerFile) -> Path:
    """Return where the workbook stands."""
    return home.exports / f"ledger-{file.pk}.xlsx"
