"""Every write of reporting but the packages: the queue, receipts, returns that a person answers, silence, notices."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, add_note
from chengxin.foundation.matters.plugs import is_for
from chengxin.foundation.reporting import connection
from chengxin.foundation.reporting.mapping import Fault
from chengxin.foundation.reporting.messages import Receipt
from chengxin.foundation.reporting.models import (
    OPEN,
    REPORT_CLOCK,
    WITHDRAWAL_CLOCK,
    Channel,
    PlatformReceipt,
    ReportAction,
    Submission,
    SubmissionState,
)
from chengxin.foundation.reporting.plugs import reported_kind
from chengxin.foundation.transparency.models import LogEntry
from chengxin.foundation.transparency.queries import ENDS
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

PART = "platform"  # of a matter's notes that are this room's own
_TITLES = {REPORT_CLOCK: "报送公共信用信息平台", WITHDRAWAL_CLOCK: "公共信用信息平台撤销"}


class NothingReturned(UnableToMove):
    """The platform returned nothing of the matter, or somebody answered meanwhile."""


def queue_entry(*, entry: LogEntry, at: datetime) -> Submission | None:
    """Queue what an entry of the log changes, in the transaction of the move; again, it changes nothing.

    What waited of an older version is replaced. What ends without ever having left needs no withdrawal.
    None where no platform is connected, the kind is not reported, or nothing is published by the entry.
    """
    publication = entry.publication
    if publication is None or not connection.is_connected() or reported_kind(publication.kind) is None:
        return None
    is_end = entry.event in ENDS
    submission, is_new = Submission.objects.get_or_create(
        entry=entry,
        defaults={
            "publication": publication,
            "key": publication.key,
            "version": entry.version + is_end,
            "action": ReportAction.WITHDRAW if is_end else ReportAction.REPORT,
            "queued_at": at,
        },
    )
    if is_new:
        _replace_older(submission)
        _start_clock(submission, at)
    return submission


@transaction.atomic
def queue_entries(*, entries: Iterable[LogEntry]) -> None:
    """Queue entries that were written while no platform was connected; those that are queued stay as they are."""
    for entry in entries:
        if (
            entry.publication is not None
            and not Submission.objects.filter(entry=entry).exists()
            and not entry.publication.entries.filter(pk__gt=entry.pk).exists()
        ):
            queue_entry(entry=entry, at=entry.at)


@transaction.atomic
def requeue(*, submission: Submission, at: datetime) -> None:
    """Put a row into the queue again: the platform does not have it, or has not ended it."""
    taken = Submission.objects.filter(pk=submission.pk).exclude(
        state__in=[SubmissionState.QUEUED, SubmissionState.SENDING, SubmissionState.REPLACED]
    )
    if taken.update(state=SubmissionState.QUEUED, queued_at=at, settled_at=None, field="", reason=""):
        submission.refresh_from_db()
        _start_clock(submission, at)


@transaction.atomic
def ask_withdrawal_of_unknown(*, key: str, version: int, at: datetime) -> Submission:
    """Queue the withdrawal of a key that the platform holds and that was never published here."""
    submission, is_new = Submission.objects.get_or_create(
        key=key,
        version=version + 1,
        action=ReportAction.WITHDRAW,
        defaults={"queued_at": at},
    )
    if not is_new:
        requeue(submission=submission, at=at)
    return submission


@transaction.atomic
def take_receipt(*, receipt: Receipt, at: datetime) -> bool:
    """Keep a receipt and let the row follow it; say whether it was new. The same number twice is one.

    An acceptance counts whenever it comes. A return counts for the package in which the row left last: a late one,
    for a row that was mended or taken since, is kept and changes nothing.
    """
    submission = Submission.objects.select_for_update().filter(
        key=receipt.key, version=receipt.version, action=receipt.action
    )
    row = submission.first()
    _, is_new = PlatformReceipt.objects.get_or_create(
        number=receipt.number,
        defaults={
            "submission": row,
            "batch": receipt.batch,
            "key": receipt.key,
            "version": receipt.version,
            "action": receipt.action,
            "is_accepted": receipt.is_accepted,
            "field": receipt.field,
            "reason": receipt.reason,
            "issued_at": receipt.issued_at,
            "at": at,
        },
    )
    if not is_new or row is None or row.state not in OPEN:
        return is_new
    if receipt.is_accepted:
        _settle(row, f"平台回执 {receipt.number}", at)
    elif row.batch is not None and row.batch.number == receipt.batch and row.state != SubmissionState.QUEUED:
        _return(row, receipt.field, receipt.reason)
    return is_new


@transaction.atomic
def settle_without_receipt(*, submission: Submission, at: datetime) -> None:
    """Take the platform's inventory for the receipt that never came: it holds this version."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.state == SubmissionState.SENT:
        _settle(row, "对账确认已入库", at)


@transaction.atomic
def return_unsent(*, submission: Submission, faults: Iterable[Fault]) -> None:
    """Keep a row back that would not be taken: it waits for a person like one that the platform returned."""
    listed = list(faults)
    submission.is_ours = True
    _return(submission, listed[0].field, "；".join(str(fault) for fault in listed))


@transaction.atomic
def answer_return(*, matter: Matter, by: Mandate, at: datetime, explanation: str) -> int:
    """Answer the returned rows of a matter and report them again, with the explanation; return how many.

    A row that was mended needs no answer: the correction is a new version, which takes its place.
    Raises `NothingReturned` or `NotCompetent`.
    """
    _require_officer(by, matter)
    returned = Submission.objects.filter(publication__matter=matter, state=SubmissionState.RETURNED)
    answered = returned.update(
        state=SubmissionState.QUEUED,
        queued_at=at,
        explanation=explanation,
        explained_by=by,
        field="",
        reason="",
        is_ours=False,
    )
    if not answered:
        raise NothingReturned("该事项没有被平台退回的报送，或者刚刚已经重新报送")
    add_note(matter=matter, part=PART, text=f"答复平台退回并重新报送：{explanation}", by=by, at=at)
    return answered


@transaction.atomic
def note_urging(*, matter: Matter, by: Mandate, at: datetime, what: str) -> None:
    """Keep how the platform was urged to withdraw, and what it said."""
    _require_officer(by, matter)
    add_note(matter=matter, part=PART, text=f"催办平台撤销：{what}", by=by, at=at)


@transaction.atomic
def escalate_silence(*, matter: Matter, at: datetime) -> None:
    """The day has passed on which the platform should have answered a withdrawal: it holds up the body no longer.

    The row goes on being sent and waited for; the matter waits for the officer until there is an answer.
    """
    silent = Submission.objects.filter(
        publication__matter=matter, action=ReportAction.WITHDRAW, state__in=OPEN, escalated_at=None
    )
    if silent.update(escalated_at=at):
        text = "公共信用信息平台逾期没有答复撤销，请催办；答复以前继续发送"
        add_note(matter=matter, part=PART, text=text, by=None, at=at)


def note_heard(*, code: str, at: datetime, cursor: str | None = None) -> None:
    """Keep that the platform answered, and how far what it sends was fetched."""
    changes: dict[str, object] = {"heard_at": at, "said": ""}
    Channel.objects.update_or_create(
        code=code, defaults=changes if cursor is None else {**changes, "cursor": cursor}
    )


def note_silent(*, code: str, said: str) -> None:
    """Keep that the platform did not answer, and in which way."""
    Channel.objects.update_or_create(code=code, defaults={"said": said[:300]})


def _replace_older(submission: Submission) -> None:
    """Let the newest word about a key take the place of what was said before and not taken yet.

    Only after that it is asked whether anything left: a package that is being made meanwhile holds these rows, or is
    refused them.
    """
    older = Submission.objects.filter(key=submission.key).exclude(pk=submission.pk)
    older.filter(state__in=OPEN).update(state=SubmissionState.REPLACED, field="", reason="")
    if submission.action == ReportAction.WITHDRAW and not older.filter(batch__isnull=False).exists():
        submission.state = SubmissionState.NEVER_SENT
        submission.save(update_fields=["state"])


def _start_clock(submission: Submission, at: datetime) -> None:
    publication = submission.publication
    if publication is None or publication.matter is None:
        return
    is_end = submission.action == ReportAction.WITHDRAW
    if is_end:
        end_deadlines(
            matter=publication.matter, clocks=(REPORT_CLOCK,), on=legal_day(at), ended_by="终止公示，无需再报"
        )
    if submission.state == SubmissionState.NEVER_SENT:
        return
    clock = WITHDRAWAL_CLOCK if is_end else REPORT_CLOCK
    start_deadline(
        matter=publication.matter,
        clock=clock,
        title=_TITLES[clock],
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="终止公示" if is_end else "公示或者更正",
    )


def _settle(submission: Submission, why: str, at: datetime) -> None:
    """Note that the platform took a row, and end the clocks of a matter for which nothing waits there any more."""
    submission.state, submission.settled_at = SubmissionState.ACCEPTED, at
    submission.field = submission.reason = ""
    submission.save(update_fields=["state", "settled_at", "field", "reason"])
    publication = submission.publication
    if publication is None or publication.matter is None:
        return
    waiting = Submission.objects.filter(publication__matter=publication.matter_id, state__in=OPEN)
    for clock, action in ((REPORT_CLOCK, ReportAction.REPORT), (WITHDRAWAL_CLOCK, ReportAction.WITHDRAW)):
        if not waiting.filter(action=action).exists():
            end_deadlines(matter=publication.matter, clocks=(clock,), on=legal_day(at), ended_by=why)


def _return(submission: Submission, field: str, reason: str) -> None:
    submission.state = SubmissionState.RETURNED
    submission.field, submission.reason = field[:80], reason[:500]
    submission.save(update_fields=["state", "field", "reason", "is_ours"])


def _require_officer(by: Mandate, matter: Matter) -> None:
    if by.role != Actor.CREDIT_OFFICER or not is_for(by, matter):
        raise NotCompetent("与平台的往来由办理机关的经办人办理")
