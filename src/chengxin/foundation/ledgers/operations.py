"""Every write of ledgers: asking for one behind the page, making it, destroying its file."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.models import FileState, LedgerFile
from chengxin.foundation.ledgers.queries import MOST_ROWS, Drawn, drawn, place_of
from chengxin.foundation.ledgers.workbook import write_ledger
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground.home import Home
from chengxin_core.calendar import legal_day

log = logging.getLogger(__name__)
KEPT = "office.ledger_file_days"
AT_ONCE_MOST = 3
"""Ledgers that one mandate may have under way."""


class UnableToDraw(ValueError):
    """A ledger cannot be made; says why in words for people."""


@transaction.atomic
def ask_for_file(
    *, code: str, asked: Mapping[str, str], paper: str, language: str, by: Mandate, at: datetime
) -> LedgerFile:
    """Keep that a ledger is wanted; the same one asked for twice, while the first is under way, is one."""
    under_way = LedgerFile.objects.asked_by(by).filter(state__in=(FileState.WAITING, FileState.MAKING))
    same = under_way.filter(code=code, asked=dict(asked), paper=paper, language=language).first()
    if same is not None:
        return same
    if under_way.count() >= AT_ONCE_MOST:
        raise UnableToDraw(_("您已有 %(count)s 份台账正在生成，请等其中一份完成") % {"count": AT_ONCE_MOST})
    day = legal_day(at)
    days = current_rulebook(by.body.path).parameter(KEPT).on(day).number
    return LedgerFile.objects.create(
        code=code,
        asked=dict(asked),
        paper=paper,
        language=language,
        by=by,
        asked_at=at,
        ends_at=at + timedelta(days=days),
    )


def make_file(*, file: LedgerFile, home: Home, at: datetime) -> None:
    """Make the workbook; once more from the start where it was broken off. What its asker may see is asked anew."""
    if not file.is_under_way or file.ends_at <= at:
        return
    _note(file, state=FileState.MAKING, rows=0)
    with translation.override(file.language):
        found = _drawn(file, at)
        if found is None:
            _note(file, state=FileState.FAILED, message=_("岗位已经变动，不能再查看这份台账"))
            return
        try:
            _write(file, found, home, at)
        except Exception:
            log.exception("台账 %s 未能生成", file.pk)
            _note(file, state=FileState.FAILED, message=_("生成时出错，请重新生成；再次出错请告知管理员"))


def _drawn(file: LedgerFile, at: datetime) -> Drawn | None:
    day = legal_day(at)
    if not Mandate.objects.in_force_on(day).filter(pk=file.by_id, user__is_active=True).exists():
        return None
    return drawn(file.code, file.by, file.asked, on=day)


def _write(file: LedgerFile, found: Drawn, home: Home, at: datetime) -> None:
    whole = found.count(MOST_ROWS + 1)
    if whole > MOST_ROWS:
        told = _("台账超过 %(count)s 行，请先筛选") % {"count": MOST_ROWS}
        _note(file, state=FileState.FAILED, message=told)
        return
    place = place_of(home, file)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    count = write_ledger(
        half,
        head=found.head,
        columns=found.ledger.columns,
        listing=found.listing,
        most=MOST_ROWS,
        paper=file.paper,
        told=lambda done, whole: _note(file, rows=done, whole=whole),
    )
    half.replace(place)
    _note(file, state=FileState.DONE, rows=count, whole=count, done_at=at)


def _note(file: LedgerFile, **values: object) -> None:
    for name, value in values.items():
        setattr(file, name, value)
    LedgerFile.objects.filter(pk=file.pk).update(**values)


def destroy_past(*, home: Home, at: datetime) -> int:
    """Destroy the files whose time is over, and return how many; who asked for them stays written."""
    past = list(LedgerFile.objects.past(at))
    for file in past:
        place = place_of(home, file)
        for each in (place, place.with_suffix(".part")):
            each.unlink(missing_ok=True)
        _note(file, state=FileState.ENDED, asked={})
    return len(past)
