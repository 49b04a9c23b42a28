"""工作报告: its targets are proposed as promises, the next report's words as verdicts; a person confirms each.

What is read is what `chengxin promises` reads (decision 0023): a gap stays a gap, a contradiction a contradiction.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from chengxin.chain.records.competence import NoCompetentOrgan, competent_organ
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import files, home
from chengxin.mechanisms.commitments.models import Beneficiary, Commitment, ReportRead, ReportTarget
from chengxin.mechanisms.commitments.operations import Promise, propose
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.promises import (
    ReportUnreadable,
    YearUnknown,
    judge,
    read_targets,
    report_text,
    target_line,
    targets_of,
    verdict_line,
    year_of,
)
from chengxin_core.promises.statement import Bound

KIND = "work_plan"


class ReportRefused(UnableToMove):
    """A report that cannot be read as one; the text says why."""


@transaction.atomic
def read_report(
    *, body: PublicBody, title: str, data: bytes, year: int | None, by: Mandate, at: datetime
) -> ReportRead:
    """Read a body's report: keep it and, as proposals, its targets; put beside each year's what the next report says.

    In which order reports are read makes no difference. The same bytes again give what was read of them.
    Raises `ReportRefused` or `NotCompetent`.
    """
    organ = _reader_of(body, by)
    digest = hashlib.sha256(data).hexdigest()
    known = ReportRead.objects.filter(body=body, sha256=digest).first()
    if known is not None:
        return known
    text = _text(data)
    planned = _year(text, year)
    files.keep(home.current(), [data])
    report = ReportRead.objects.create(
        body=body, organ=organ, year=planned, title=title[:150], sha256=digest, by=by, at=at
    )
    ReportTarget.objects.bulk_create(
        ReportTarget(report=report, place=place, line=msgspec.json.decode(target_line(target)))
        for place, target in enumerate(read_targets(text, planned), start=1)
    )
    before, after = _newest(body, planned - 1), _newest(body, planned + 1)
    if before is not None:
        _put_beside(before, report, text)
    if after is not None and files.path_of(home.current(), after.sha256).exists():
        _put_beside(report, after, _text(files.read(home.current(), after.sha256)))
    return report


@transaction.atomic
def confirm_target(*, target: ReportTarget, by: Mandate, at: datetime, due_on: date) -> Commitment:
    """Confirm, as a person, that a target is a promise: it is proposed for the ledger, in the words of the report."""
    target = ReportTarget.objects.select_for_update().select_related("report__body").get(pk=target.pk)
    _reader_of(target.report.body, by)
    if target.commitment_id is not None or target.set_aside_at is not None:
        raise UnableToMove("这项目标已经办理")
    report = target.report
    promise = Promise(
        body=report.body,
        kind=KIND,
        title=aim_of(target.line),
        text=target.line["sentence"],
        target=aim_of(target.line),
        due_on=due_on,
        beneficiary_kind=Beneficiary.PUBLIC,
        document_title=report.title,
        document_number=f"{report.year}年政府工作报告第{target.place}项",
        made_on=min(date(report.year, 1, 1), due_on, legal_day(at)),
    )
    commitment, _ = propose(promise=promise, by=by, at=at)
    target.commitment, target.decided_by = commitment, by
    target.save(update_fields=["commitment", "decided_by"])
    return commitment


@transaction.atomic
def set_aside(*, target: ReportTarget, by: Mandate, at: datetime) -> None:
    """Say, as a person, that what was read is no promise."""
    _reader_of(target.report.body, by)
    open_still = ReportTarget.objects.filter(pk=target.pk, commitment=None, set_aside_at=None)
    if not open_still.update(set_aside_at=at, decided_by=by):
        raise UnableToMove("这项目标已经办理")


def reports_seen_by(mandate: Mandate) -> QuerySet[ReportRead]:
    """Return the reports that a body handed in itself, and those that its organ reads."""
    found = ReportRead.objects.select_related("body")
    if mandate.role == Actor.LIAISON:
        return found.filter(body=mandate.body_id)
    if mandate.role == Actor.CREDIT_OFFICER:
        return found.filter(organ=mandate.body_id)
    return found.none()


def targets_with_findings(report: ReportRead) -> list[ReportTarget]:
    """Return the targets of a report in its order, with what was made of each."""
    return list(report.targets.select_related("commitment__matter", "next_report"))


def findings_of(commitment: Commitment) -> list[ReportTarget]:
    """Return what later reports say of a promise that was read from one: proposals of a verdict, never verdicts."""
    return list(commitment.read_from.exclude(next_report=None).select_related("report", "next_report"))


def aim_of(line: Mapping[str, Any]) -> str:
    """Return the target of a line in words: measure, number and unit.

    >>> aim_of({"metric": "地区生产总值", "kind": "growth_pct", "value": 8, "unit": "%"})
    '地区生产总值增长8%'
    """
    words = {
        "growth_pct": "增长",
        "decline_pct": "下降",
        "increase": "增加",
        "decrease": "减少",
    }
    high = f"—{line['value_to']}" if line.get("value_to") is not None else ""
    bound = _BOUNDS.get(line.get("bound") or "", "")
    return f"{line['metric']}{words.get(line['kind'], '')}{line['value']}{high}{line['unit']}{bound}"


_BOUNDS: Mapping[str, str] = {
    Bound.AT_LEAST: "以上",
    Bound.AT_MOST: "以内",
    Bound.ABOUT: "左右",
    Bound.BELOW: "以下",
}


def _newest(body: PublicBody, year: int) -> ReportRead | None:
    """Return the report of a year that was read last, if one was."""
    return ReportRead.objects.filter(body=body, year=year).order_by("-pk").first()


def _put_beside(before: ReportRead, following: ReportRead, text: str) -> None:
    """Judge the targets of one year by the report of the next, whose text this is."""
    targets = list(before.targets.all())
    lines = "\n".join(msgspec.json.encode(target.line).decode() for target in targets)
    findings = judge(list(targets_of(lines)), text, following.year)
    for target, finding in zip(targets, findings, strict=True):
        told = msgspec.json.decode(verdict_line(finding))
        target.next_report = following
        target.finding = {name: told[name] for name in ("verdict", "actual", "evidence", "why")}
    ReportTarget.objects.bulk_update(targets, ["next_report", "finding"])


def _reader_of(body: PublicBody, by: Mandate) -> PublicBody:
    try:
        organ = competent_organ(body)
    except NoCompetentOrgan as refusal:
        raise ReportRefused(str(refusal)) from None
    own = by.role == Actor.LIAISON and by.body_id == body.pk
    if not own and not (by.role == Actor.CREDIT_OFFICER and by.body_id == organ.pk):
        raise NotCompetent(f"{body.name}的工作报告由其联络员或者{organ.name}经办人读入")
    return organ


def _text(data: bytes) -> str:
    try:
        return report_text(data)
    except ReportUnreadable as fault:
        raise ReportRefused(str(fault)) from None


def _year(text: str, given: int | None) -> int:
    try:
        return given or year_of(text)
    except YearUnknown:
        raise ReportRefused("报告里读不出所部署的年份，请填写年份") from None
