"""归档范围与保管期限表: drafted from the rulebook or from the version before, approved by another named person."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.archives.models import KeepingLine, KeepingTable
from chengxin.foundation.archives.queries import APPROVERS, ARCHIVISTS, draft_of, table_in_force
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import trail
from chengxin_core.calendar import legal_day

TERMS, SCOPE, OUT = "keeping_terms", "filing_scope", ""


class NotApproved(UnableToMove):
    """The table cannot be approved, or none is."""


@transaction.atomic
def draft_table(*, by: Mandate, at: datetime) -> KeepingTable:
    """Draft the next version: from the one in force, the first from the rulebook. One draft at a time."""
    _require_archivist(by)
    if (open_draft := draft_of(by.body_id)) is not None:
        return open_draft
    last = KeepingTable.objects.filter(organ=by.body_id).aggregate(last=Max("version"))["last"] or 0
    table = KeepingTable.objects.create(organ=by.body, version=last + 1, drafted_by=by, drafted_at=at)
    _set_lines(table, _proposed(by, at), by, at)
    trail.note("archives.table_drafted", f"keeping-table/{table.pk}", mandate=by.pk)
    return table


@transaction.atomic
def change_table(*, table: KeepingTable, terms: Mapping[str, str], by: Mandate, at: datetime) -> None:
    """Say in a draft how long each kind is kept; `OUT` for what is not filed. Raises `NotCompetent`, `NotApproved`."""
    _require_archivist(by)
    if table.organ_id != by.body_id or table.approved_at is not None:
        raise NotApproved("已经批准的表不能再改，请拟制新的一版")
    _set_lines(table, terms, by, at)
    KeepingTable.objects.filter(pk=table.pk).update(drafted_by=by, drafted_at=at)


@transaction.atomic
def approve_table(*, table: KeepingTable, by: Mandate, reason: str, at: datetime) -> None:
    """Approve a draft: from now on the organ files by it. Who drafted it does not approve it."""
    if by.role not in APPROVERS or by.body_id != table.organ_id:
        raise NotCompetent("归档范围与保管期限表由本单位负责人批准")
    if table.drafted_by.user_id in persons_in(by):
        raise NotCompetent("拟制人和批准人不得为同一人")
    if not table.lines.exists():
        raise NotApproved("表里没有任何一类案卷")
    waiting = KeepingTable.objects.filter(pk=table.pk, approved_at=None, drafted_at=table.drafted_at)
    if not waiting.update(approved_by=by, approved_at=at, approved_because=reason):
        raise NotApproved("该表刚刚已经批准或者修改，请刷新页面后再试")
    table.refresh_from_db()
    trail.note("archives.table_approved", f"keeping-table/{table.pk}", mandate=by.pk)


def _proposed(by: Mandate, at: datetime) -> Mapping[str, str]:
    now = table_in_force(by.body_id)
    if now is not None:
        return {line.kind: line.term for line in now.lines.all()}
    items = current_rulebook(by.body.path).items(SCOPE, on=legal_day(at))
    return {item.code: item.text("term") for item in items}


def _set_lines(table: KeepingTable, terms: Mapping[str, str], by: Mandate, at: datetime) -> None:
    book, day = current_rulebook(by.body.path), legal_day(at)
    known = {item.code: item for item in book.items(TERMS, on=day)}
    table.lines.all().delete()
    KeepingLine.objects.bulk_create(
        KeepingLine(
            table=table,
            kind=item.code,
            zh=item.zh,
            term=term.code,
            term_zh=term.zh,
            years=term.number("years", 0) or None,
            transfers=term.flag("transfers"),
        )
        for item in book.items(SCOPE, on=day)
        if (term := known.get(terms.get(item.code, OUT))) is not None
    )


def _require_archivist(by: Mandate) -> None:
    if by.role not in ARCHIVISTS:
        raise NotCompetent("归档由本单位档案管理人员办理")
