"""Every write of returns: fill in, check, hand in, send back, accept, waive; `opening` begins them."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.insight.returns.filling import Stated, cells_to_keep, counted
from chengxin.insight.returns.models import ReturnCell, ReturnVersion
from chengxin.insight.returns.queries import (
    figures_a_year_before,
    newest_version,
    period_of_return,
    return_of,
    template_of,
)
from chengxin_core.calendar import legal_day

HAND_IN_AGAIN = "returns.hand_in_again"


class SamePerson(UnableToMove):
    """Who made a return does not check it."""


class NotWhole(UnableToMove):
    """A column that people fill in was left empty; the text names it."""


@transaction.atomic
def fill(*, matter: Matter, by: Mandate, at: datetime, figures: Mapping[str, Stated], note: str = "") -> None:
    """Fill in a return and pass it on to be checked: what is counted stays as it was at this moment.

    A version that was not handed in yet is replaced; one that was stays, and this is the next. Raises `NotWhole`.
    """
    of = return_of(matter)
    template = template_of(of)
    _require_whole({each.code: str(each.zh) for each in template.manual}, figures)
    found = counted(template, matter.body_id, period_of_return(of), by)
    cells = cells_to_keep(template, found, figures, figures_a_year_before(of))
    move(matter=matter, code="refill" if matter.state == "returned" else "fill", by=by, at=at)
    last = newest_version(of)
    if last is not None and last.submitted_at is None:
        last.cells.all().delete()
        last.delete()
        number = last.number
    else:
        number = last.number + 1 if last else 1
    version = ReturnVersion.objects.create(of=of, number=number, note=note, made_by=by, made_at=at)
    for cell in cells:
        cell.version = version
    ReturnCell.objects.bulk_create(cells)


@transaction.atomic
def check(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> None:
    """Find, as another person than who made it, that a version may be handed in. Raises `SamePerson`."""
    version = _version_to_check(matter)
    if persons_in(by) & persons_in(version.made_by):
        raise SamePerson("审核人不能是填报人本人，请由其他人员审核")
    move(matter=matter, code="check", by=by, at=at, note=opinion)
    ReturnVersion.objects.filter(pk=version.pk).update(checked_by=by, checked_at=at)


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Give a version back to its maker inside the body, with the reason."""
    move(matter=matter, code="refuse", by=by, at=at, note=reason)


@transaction.atomic
def submit(*, matter: Matter, by: Mandate, at: datetime) -> str:
    """Hand the checked version in: from now on it stays as it is. After the due day it is marked late."""
    of, version = return_of(matter), _version_to_check(matter)
    move(matter=matter, code="submit", by=by, at=at)
    is_late = legal_day(at) > of.due_on
    ReturnVersion.objects.filter(pk=version.pk).update(submitted_by=by, submitted_at=at, is_late=is_late)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="已上报")
    return "晚于报送日，已标记逾期" if is_late else "在报送日以前"


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Return what came in, with the reason; the body states it again within the period of the rulebook."""
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    start_deadline(
        matter=matter,
        clock=HAND_IN_AGAIN,
        title="补报报表",
        owes=Owes.BODY,
        start=legal_day(at),
        started_by="退回补报",
    )


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Take a return in as it is."""
    move(matter=matter, code="accept", by=by, at=at)


@transaction.atomic
def waive(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Ask for a return no more, with the reason: nothing was to be reported, or the body reports elsewhere."""
    move(matter=matter, code="waive", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="免报")


def _version_to_check(matter: Matter) -> ReturnVersion:
    version = newest_version(return_of(matter))
    if version is None or version.submitted_at is not None:
        raise UnableToMove("没有可以审核、上报的填报内容")
    return version


def _require_whole(manual: Mapping[str, str], figures: Mapping[str, Stated]) -> None:
    for code, zh in manual.items():
        said = figures.get(code)
        if said is None or said.value < 0 or not said.reason.strip():
            raise NotWhole(f"“{zh}”须填写不小于零的整数和数据来源")
    if set(figures) - set(manual):
        raise NotWhole("由系统统计的栏目不能填写：请核对表样后重新填报")
