"""填报的数字: the figures of a return as they stand, or as a version stated them, and how they are written."""

from dataclasses import dataclass

from django.utils.translation import gettext

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.parts import Part
from chengxin.insight.returns.columns import Template
from chengxin.insight.returns.filling import counted
from chengxin.insight.returns.known import Known, known_before
from chengxin.insight.returns.models import Return, ReturnCell, ReturnVersion
from chengxin.insight.returns.queries import (
    entered_before,
    figures_a_year_before,
    is_own,
    period_of_return,
    return_of,
    versions_of,
)

LIVE_IN = frozenset({"opened", "returned"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as a page shows it; `opens` where the rows behind it can be listed."""

    code: str
    zh: str
    unit: str
    basis: str
    value: int | None
    before: int | None
    is_manual: bool
    reason: str = ""
    opens: bool = False
    taken_from: str = ""  # the receipt that it was reported under before


def figures_of(version: ReturnVersion) -> list[Shown]:
    """Return the cells of a version as they were stated."""
    return [_kept(cell) for cell in version.cells.all()]


def figures_now(of: Return, template: Template, by: Mandate) -> list[Shown]:
    """Return the columns as they stand: counted anew, and what people entered last."""
    found = counted(template, of.matter.body_id, period_of_return(of), by)
    said, before = entered_before(of), figures_a_year_before(of)
    known = known_before(of, template).same
    shown = []
    for column in template.columns:
        count, entered = found.get(column.code), said.get(column.code) or known.get(column.code)
        source = entered.source if isinstance(entered, Known) else entered.taken_from if entered else ""
        shown.append(
            Shown(
                column.code,
                str(column.zh),
                column.unit,
                column.basis,
                count.value if count else entered.value if entered else None,
                count.before if count else before.get(column.code),
                column.is_manual,
                entered.reason if entered else "",
                count is not None,
                source,
            )
        )
    return shown


def versions_seen(of: Return, by: Mandate) -> list[ReturnVersion]:
    """Return the versions that `by` may see: what was not handed in is the body's own."""
    return versions_of(of, submitted=not is_own(of.matter, by))


def files_not_handed_in(matter: Matter, by: Mandate) -> set[str]:
    """Return the digests of what belongs to no version that was handed in: the body's own until then."""
    if is_own(matter, by):
        return set()
    handed_in = versions_of(return_of(matter), submitted=True)
    seen = {digest for each in handed_in for digest in (*each.papers, each.signed_scan)}
    attached = matter.attachments.filter(part__in=(Part.PROOF, Part.SIGNED))
    return set(attached.values_list("sha256", flat=True)) - seen


def figure_in_words(value: int | None, unit: str) -> str:
    """Return a figure with thousands set apart; money, which is kept in fen, in yuan."""
    if value is None:
        return ""
    return f"{value // 100:,}.{value % 100:02d}" if unit == "元" else f"{value:,}"


def source_zh(cell: Shown) -> str:
    """Return where a figure comes from."""
    if cell.taken_from:
        return gettext("沿用已报：%(source)s") % {"source": cell.taken_from}
    return gettext("手工") if cell.is_manual else gettext("系统统计")


def _kept(cell: ReturnCell) -> Shown:
    return Shown(
        cell.code,
        cell.zh,
        cell.unit,
        cell.basis,
        cell.value,
        cell.before,
        cell.is_manual,
        cell.reason,
        not cell.is_manual,
        cell.taken_from,
    )
