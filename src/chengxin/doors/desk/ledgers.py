"""台账: the lists of the desk as ledgers, one for each tab."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from chengxin.doors.desk.forms import QueueFilters
from chengxin.doors.desk.queries import Row, key_list, rows_by_keys
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing
from chengxin.foundation.matters.plugs import kind_of

COLUMNS = (
    Column(_("事项"), width=50),
    Column(_("编号"), width=14),
    Column(_("类别"), width=18),
    Column(_("单位"), width=30),
    Column(_("状态")),
    Column(_("最近期限"), Form.DAY, 12),
    Column(_("期限情况"), width=20),
)
TITLES = {
    "waiting": _("待办事项"),
    "done": _("已办事项"),
    "started": _("我发起的事项"),
    "circulated": _("传阅的事项"),
    "starred": _("收藏的事项"),
    "overdue": _("已逾期事项"),
    "visible": _("全部可见事项"),
}
SUSPENDED = 9999
"""The year of a day that is not known while a clock stands still."""


def ledger_of_tab(tab: str) -> Ledger:
    """Return the ledger of one tab of the desk."""
    return Ledger(f"matters-{tab}", TITLES[tab], COLUMNS, partial(build, tab))


def build(tab: str, mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return what a tab of the desk shows under its filters."""
    form = QueueFilters(asked)
    filters = form.filters()

    def rows(keys: Sequence[int]) -> Iterable[Sequence[Cell]]:
        return _cells(rows_by_keys(mandate, keys), on)

    return Listing(_in_words(form), lambda most: key_list(tab, mandate, filters, on=on, most=most), rows)


def _in_words(form: QueueFilters) -> list[tuple[str, str]]:
    """Return the filters as the page words them."""
    said = []
    for name, field in form.fields.items():
        value = str(form.cleaned_data.get(name, ""))
        said.append((str(field.label), _word(getattr(field, "choices", ()), value)))
    return said


def _word(choices: Iterable[tuple[object, object]], value: str) -> str:
    for code, word in choices:
        if isinstance(word, (list, tuple)):
            inner = _word(word, value)
            if inner != value:
                return inner
        elif code == value:
            return str(word) if value else ""
    return value


def _cells(rows: Iterable[Row], on: date) -> Iterator[Sequence[Cell]]:
    for row in rows:
        matter, kind = row.matter, kind_of(row.matter.kind)
        what = gettext(kind.lifecycle.zh)
        if matter.archived_at:
            day = f"{localtime(matter.archived_at):%Y-%m-%d %H:%M}"
            hidden, archived = gettext("写明查阅目的后可见"), gettext("%(day)s 归档") % {"day": day}
            yield "", matter.number, what, hidden, gettext("已归档"), None, archived
        else:
            state = gettext(kind.state_zh(matter.state))
            day_or_none = row.due_on if row.due_on and row.due_on.year != SUSPENDED else None
            yield (
                matter.title,
                matter.number,
                what,
                matter.body.name,
                state,
                day_or_none,
                _left(row.due_on, on),
            )


def _left(due_on: date | None, on: date) -> str:
    if due_on is None:
        return gettext("无期限")
    if due_on.year == SUSPENDED:
        return gettext("中止中")
    left = (due_on - on).days
    if left < 0:
        return ngettext("已逾期 %(num)s 天", "已逾期 %(num)s 天", -left) % {"num": -left}
    if left == 0:
        return gettext("今天到期")
    return ngettext("还有 %(num)s 天", "还有 %(num)s 天", left) % {"num": left}
