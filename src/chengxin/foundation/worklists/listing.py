"""选中的事项: as rows to print, and as a workbook in which nothing is a formula."""

import io
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.ledgers.plugs import Column, of_rows
from chengxin.foundation.ledgers.workbook import Head, write_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin_core.calendar import NEVER

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = ("编号", "类别", "事项", "单位", "状态", "最近期限")
_WIDTHS = (15, 18, 50, 28, 18, 14)


def rows_of(matters: Sequence[Matter]) -> list[tuple[str, ...]]:
    """Return what a list says of each matter, as texts in the order of `COLUMNS`."""
    running = Deadline.objects.running().filter(matter__in=[each.pk for each in matters])
    due: dict[int, date] = dict(
        running.order_by("-due_on").values_list("matter_id", "due_on")
    )  # the nearest stays
    return [_row(each, due.get(each.pk)) for each in matters]


def workbook_of(matters: Sequence[Matter], *, by: Mandate, on: date) -> bytes:
    """Return the rows as a ledger."""
    target, rows = io.BytesIO(), rows_of(matters)
    head = Head(gettext("事项清单"), [], by.body.name, by.post, on)
    columns = [Column(gettext(title), width=width) for title, width in zip(COLUMNS, _WIDTHS, strict=True)]
    write_ledger(target, head=head, columns=columns, listing=of_rows(rows), most=len(rows))
    return target.getvalue()


def _row(matter: Matter, due: date | None) -> tuple[str, ...]:
    kind = kind_of(matter.kind)
    day = "" if due is None else "中止中" if due == NEVER else due.isoformat()
    return (
        matter.number,
        kind.lifecycle.zh,
        matter.title,
        matter.body.name,
        kind.state_zh(matter.state),
        day,
    )
