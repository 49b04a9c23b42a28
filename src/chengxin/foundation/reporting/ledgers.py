"""台账: the rows that came back from the platform of record as a ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Ledger, Listing, of_queryset
from chengxin.foundation.reporting.models import Submission
from chengxin.foundation.reporting.queries import READERS, returned_to


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the returned rows that a mandate may see."""
    return of_queryset(returned_to(mandate), _cells) if mandate.role in READERS else None


def _cells(rows: list[Submission]) -> Iterator[Sequence[Cell]]:
    for each in rows:
        about = each.publication.matter if each.publication else None
        yield (
            about.body.name if about else each.key,
            about.title if about else "",
            each.field,
            each.reason,
            gettext("报送前校验") if each.is_ours else gettext("平台退回"),
            each.batch.number if each.batch else "",
        )


RETURNED = Ledger(
    "returned",
    _("退回待办"),
    (
        Column(_("主体"), width=30),
        Column(_("事项"), width=40),
        Column(_("字段")),
        Column(_("理由"), width=40),
        Column(_("退回方")),
        Column(_("批次"), width=20),
    ),
    build,
)
