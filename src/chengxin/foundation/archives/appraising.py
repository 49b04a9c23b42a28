"""鉴定销毁: past its term a case is appraised by one named person and let go by another, from a list that stays.

A hold is asked when the list is drafted, when it is approved, and again where it is carried out: it stops everything.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.archives.destroying import blank, destructible
from chengxin.foundation.archives.models import (
    Appraisal,
    AppraisalState,
    AppraisedCase,
    CaseHold,
    FiledCase,
)
from chengxin.foundation.archives.queries import APPROVERS, ARCHIVISTS, past_their_term, why_held
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.ground import trail
from chengxin.ground.home import Home
from chengxin_core.calendar import legal_day


class NotToBeDestroyed(UnableToMove):
    """A case is within its term, held, or of a kind that nobody knows how to destroy; or the list was decided."""


@transaction.atomic
def appraise(*, cases: Iterable[int], opinion: str, by: Mandate, at: datetime) -> Appraisal:
    """Put cases past their term on a list, with one's opinion. Raises `NotCompetent` or `NotToBeDestroyed`."""
    if by.role not in ARCHIVISTS:
        raise NotCompetent("鉴定由本单位档案管理人员办理")
    found = list(past_their_term(by.body_id, on=legal_day(at)).filter(pk__in=list(cases)))
    if not found:
        raise NotToBeDestroyed("没有选中保管期满的案卷")
    _refuse_held(found)
    if unknown := [case.code for case in found if not destructible(case)]:
        raise NotToBeDestroyed(f"这类案卷还没有销毁办法：{'、'.join(unknown)}")
    year = legal_day(at).year
    last = Appraisal.objects.filter(organ=by.body_id, year=year).aggregate(last=Max("number"))["last"] or 0
    made = Appraisal.objects.create(
        organ=by.body,
        year=year,
        number=last + 1,
        state=AppraisalState.DRAFTED,
        opinion=opinion,
        appraised_by=by,
        appraised_at=at,
        lines=[_line(case) for case in found],
    )
    AppraisedCase.objects.bulk_create(AppraisedCase(appraisal=made, case=case) for case in found)
    trail.note("archives.appraised", f"appraisal/{made.pk}", mandate=by.pk, cases=len(found))
    return made


@transaction.atomic
def decide(*, appraisal: Appraisal, approve: bool, reason: str, by: Mandate, at: datetime) -> None:
    """Let a list be destroyed, or not; another person than who appraised it. Raises as `appraise` does."""
    if by.role not in APPROVERS or by.body_id != appraisal.organ_id:
        raise NotCompetent("销毁由本单位负责人批准")
    if appraisal.appraised_by.user_id in persons_in(by):
        raise NotCompetent("鉴定人和批准人不得为同一人")
    if approve:
        _refuse_held(_cases(appraisal))
    state = AppraisalState.APPROVED if approve else AppraisalState.REFUSED
    waiting = Appraisal.objects.filter(pk=appraisal.pk, state=AppraisalState.DRAFTED)
    if not waiting.update(state=state, decided_by=by, decided_at=at, reason=reason):
        raise NotToBeDestroyed("这份清单已经办结，请刷新页面")
    appraisal.refresh_from_db()
    trail.note(f"archives.{state}", f"appraisal/{appraisal.pk}", mandate=by.pk)


@transaction.atomic
def carry_out(*, appraisal: Appraisal, home: Home, at: datetime) -> set[int]:
    """Destroy what an approved list names, once; return the filings to pack anew. Held meanwhile, it waits."""
    listed = Appraisal.objects.select_for_update(of=("self",)).get(pk=appraisal.pk)
    cases = _cases(listed)
    if listed.state != AppraisalState.APPROVED or any(why_held(case) for case in cases):
        return set()
    for case in cases:
        blank(case, home, at)
        FiledCase.objects.filter(pk=case.pk).update(destroyed_at=at, contents=[])
    Appraisal.objects.filter(pk=listed.pk).update(state=AppraisalState.DESTROYED, destroyed_at=at)
    trail.note("archives.destroyed", f"appraisal/{listed.pk}", cases=len(cases))
    return {case.filing_id for case in cases}


@transaction.atomic
def hold(*, case: FiledCase, ground: str, by: Mandate, at: datetime) -> CaseHold:
    """Keep a case beyond its term: for a review, a suit, a compensation (policy Q-28). Raises `NotCompetent`."""
    _require_post(case, by)
    held = CaseHold.objects.create(case=case, ground=ground, set_by=by, set_at=at)
    trail.note("archives.held", f"filed-case/{case.pk}", mandate=by.pk)
    return held


@transaction.atomic
def lift(*, held: CaseHold, ground: str, by: Mandate, at: datetime) -> None:
    """Let a hold end, by another person than who set it. Raises `NotCompetent` or `NotToBeDestroyed`."""
    _require_post(held.case, by)
    if held.set_by.user_id in persons_in(by):
        raise NotCompetent("停止销毁由一人决定，由另一人解除")
    standing = CaseHold.objects.filter(pk=held.pk, lifted_at=None)
    if not standing.update(lifted_by=by, lifted_at=at, lift_ground=ground):
        raise NotToBeDestroyed("这一项已经解除")
    trail.note("archives.hold_lifted", f"filed-case/{held.case_id}", mandate=by.pk)


def _require_post(case: FiledCase, by: Mandate) -> None:
    if by.role not in ARCHIVISTS | APPROVERS or by.body_id != case.filing.organ_id:
        raise NotCompetent("停止销毁由归档单位的档案管理人员或者负责人决定")


def _refuse_held(cases: Iterable[FiledCase]) -> None:
    held = [f"{case.code}（{why}）" for case in cases if (why := why_held(case))]
    if held:
        raise NotToBeDestroyed(f"已决定停止销毁，解除以前不得销毁：{'；'.join(held[:5])}")


def _cases(appraisal: Appraisal) -> list[FiledCase]:
    found = FiledCase.objects.filter(appraisals__appraisal=appraisal, destroyed_at=None)
    return list(found.select_related("filing", "matter").order_by("pk"))


def _line(case: FiledCase) -> dict[str, str | int]:
    return {
        "code": case.code,
        "kind": kind_of(case.matter.kind).lifecycle.zh,
        "term": case.term_zh,
        "closed_on": str(case.closed_on),
        "ends_on": str(case.ends_on),
        "files": len(case.contents),
    }
