"""立卷归档: the closed case files of an organ and year are filed by the approved table, then packed behind the page.

A job that was broken off goes on after the last case whose contents were noted; what is packed twice is the same.
"""

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.models import FiledCase, Filing, FilingState, KeepingLine, KeepingTable
from chengxin.foundation.archives.packing import contents_of_case, is_whole, pack
from chengxin.foundation.archives.queries import ARCHIVISTS, table_in_force
from chengxin.foundation.archives.tables import NotApproved
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, file_tree
from chengxin.foundation.matters.plugs import is_personal, kind_of
from chengxin.foundation.matters.queries import tree_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import Level, PublicBody
from chengxin.ground import files, trail
from chengxin.ground.home import Home
from chengxin.ground.keepers import is_kept
from chengxin_core.calendar import Unit, beginning_of, legal_day, nominal_end

log = logging.getLogger(__name__)
TRANSFER = {
    Level.PROVINCE: "archives.transfer_city",
    Level.CITY: "archives.transfer_city",
    Level.COUNTY: "archives.transfer_county",
    Level.TOWNSHIP: "archives.transfer_county",
}


class NotYetOver(UnableToMove):
    """The year has not come."""


@transaction.atomic
def ask_for_filing(*, year: int, by: Mandate, at: datetime) -> Filing:
    """Keep that what the organ closed in a year shall be filed; one under way is not asked for again.

    Raises `NotCompetent`, `NotApproved` or `NotYetOver`.
    """
    if by.role not in ARCHIVISTS:
        raise NotCompetent("归档由本单位档案管理人员办理")
    table = table_in_force(by.body_id)
    if table is None:
        raise NotApproved("归档范围与保管期限表还没有批准，不能归档")
    if year > legal_day(at).year:
        raise NotYetOver(f"{year} 年还没有到")
    earlier = Filing.objects.filter(organ=by.body_id, year=year)
    under_way = earlier.filter(state__in=(FilingState.WAITING, FilingState.PACKING)).first()
    if under_way is not None:
        return under_way
    serial = (earlier.exclude(state=FilingState.EMPTY).aggregate(last=Max("serial"))["last"] or 0) + 1
    filing, _ = Filing.objects.update_or_create(
        organ=by.body,
        year=year,
        serial=serial,
        defaults={"table": table, "state": FilingState.WAITING, "asked_by": by, "asked_at": at},
    )
    trail.note("archives.asked", f"filing/{filing.pk}", mandate=by.pk, year=year)
    return filing


def make_filing(*, filing: Filing, home: Home, at: datetime) -> None:
    """Choose the cases, note the contents of each, pack them all; begun again, go on where it was broken off."""
    if filing.state in {FilingState.DONE, FilingState.EMPTY}:
        return
    try:
        if not filing.cases.exists() and not _choose(filing, at):
            _note(filing, state=FilingState.EMPTY, done_at=at)
            return
        _note(filing, state=FilingState.PACKING, whole=filing.cases.count())
        for case in filing.cases.filter(contents=[]).select_related("matter", "filing").order_by("place"):
            contents = contents_of_case(case, home)
            FiledCase.objects.filter(pk=case.pk).update(contents=contents)
            _note(filing, packed=case.place)
        store_package(filing, home)
        _note(filing, state=FilingState.DONE, packed=filing.whole, done_at=at)
    except Exception:
        log.exception("归档 %s 未能完成", filing.pk)
        _note(filing, state=FilingState.FAILED)


def store_package(filing: Filing, home: Home) -> None:
    """Pack what is noted and keep the package; the one before is removed if it differs."""
    earlier = filing.package
    digest, size = pack(filing, home)
    _note(filing, package=digest, size=size, checked_at=None, is_sound=None)
    if earlier and not is_kept(earlier):
        files.forget(home, earlier)
    trail.note("archives.packed", f"filing/{filing.pk}", sha256=digest)


def check_package(*, filing: Filing, home: Home, at: datetime) -> None:
    """Read the kept package through and note whether it is the one that was made, to the byte."""
    _note(filing, checked_at=at, is_sound=is_whole(filing, home))
    trail.note("archives.checked", f"filing/{filing.pk}", sound=str(filing.is_sound))


def closed_in(organ: PublicBody, year: int, table: KeepingTable) -> list[Matter]:
    """Return the heads of the case files that an organ closed in a year and has not filed: nothing of them is open."""
    begin, end = beginning_of(date(year, 1, 1)), beginning_of(date(year + 1, 1, 1))
    open_child = Matter.objects.filter(parent=OuterRef("pk"), is_open=True)
    found = Matter.objects.filter(
        organ=organ,
        parent=None,
        official=None,
        is_internal=False,
        is_open=False,
        filed_at=None,
        kind__in=table.lines.values("kind"),
        moved_at__gte=begin,
        moved_at__lt=end,
    ).exclude(Exists(open_child))
    heads = found.select_related("body__region", "organ__region").order_by("moved_at", "pk")
    return [matter for matter in heads if _is_closed(matter)]


@transaction.atomic
def _choose(filing: Filing, at: datetime) -> int:
    filing = Filing.objects.select_for_update().select_related("organ__region", "table").get(pk=filing.pk)
    lines = {line.kind: line for line in filing.table.lines.all()}
    matters = closed_in(filing.organ, filing.year, filing.table)
    years = _transfer_years(filing.organ, legal_day(at))
    for place, matter in enumerate(matters, start=1):
        FiledCase.objects.create(
            filing=filing, place=place, matter=matter, **_days(matter, lines[matter.kind], years)
        )
        file_tree(matter=matter, at=at)
    return len(matters)


def _days(matter: Matter, line: KeepingLine, transfer_years: int) -> dict[str, object]:
    """Return a case's term and days: terms are counted from the end of the year in which it was closed."""
    closed = legal_day(matter.moved_at)
    year_end = date(closed.year, 12, 31)
    return {
        "term_zh": line.term_zh,
        "closed_on": closed,
        "ends_on": nominal_end(year_end, line.years, Unit.YEARS) if line.years else None,
        "transfer_on": nominal_end(closed, transfer_years, Unit.YEARS) if line.transfers else None,
    }


def _transfer_years(organ: PublicBody, day: date) -> int:
    key = TRANSFER[Level(organ.region.level)]
    return current_rulebook(organ.path).parameter(key).on(day).number


def _is_closed(matter: Matter) -> bool:
    """Whether no step is left to make in it, nor in anything opened under it, at any depth."""
    if matter.state not in kind_of(matter.kind).lifecycle.ends or is_personal(matter):
        return False
    return not Matter.objects.filter(pk__in=tree_of(matter), is_open=True).exists()


def _note(filing: Filing, **values: object) -> None:
    for name, value in values.items():
        setattr(filing, name, value)
    Filing.objects.filter(pk=filing.pk).update(**values)
