"""报送: packages leave, withdrawals first; receipts and notices are fetched. Run by the worker and by commands only.

A process may die anywhere. A row belongs to its package before anything leaves; a try is counted before it is made;
a package of which nobody knows whether it arrived is asked for by its number, and handed over again only if the
platform does not have it. Rows carry key and version, so even a platform that took half of it takes nothing twice.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from chengxin.foundation.reporting import connection, notices
from chengxin.foundation.reporting.adapter import Package, Platform, PlatformRefused
from chengxin.foundation.reporting.mapping import FieldMap, field_map
from chengxin.foundation.reporting.models import (
    Batch,
    Channel,
    PlatformNotice,
    ReportAction,
    Submission,
    SubmissionState,
)
from chengxin.foundation.reporting.operations import (
    note_heard,
    note_silent,
    return_unsent,
    take_receipt,
)
from chengxin.foundation.reporting.place import rows_of
from chengxin.foundation.transparency.models import PublicationState
from chengxin.ground import home
from chengxin_core.calendar import legal_day

SENDING, RECEIPTS, NOTICES = "sending", "receipts", "notices"
LONGEST_WAIT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """一次交换的结果: what one exchange with the platform did."""

    batches: int = 0
    rows: int = 0
    kept_back: int = 0
    receipts: int = 0
    notices: int = 0
    said: str = ""  # what went wrong, in words

    def __str__(self) -> str:
        done = (
            f"报送 {self.batches} 批 {self.rows} 行，校验未通过 {self.kept_back} 行，"
            f"收到回执 {self.receipts} 份、来函 {self.notices} 份"
        )
        return f"{done}。{self.said}" if self.said else done


def exchange(*, at: datetime) -> Exchanged:
    """Send what is due, then fetch what came. Raises `NotConnected` or `AlreadySending`."""
    with connection.alone():
        sent = send_due(connection.platform(), at=at)
        came = fetch(connection.platform(), at=at)
    said = "；".join(dict.fromkeys(filter(None, (sent.said, came.said))))
    return Exchanged(sent.batches, sent.rows, sent.kept_back, came.receipts, came.notices, said)


def send_due(platform: Platform, *, at: datetime, hurry: bool = False) -> Exchanged:
    """Send every package that is due; with `hurry` also those whose next try is later. Call it `alone()`."""
    fields = field_map(home.current())
    while _claim(fields.rows_in_a_batch, at):
        pass
    due = Q() if hurry else Q(next_at__lte=at)
    batches = rows = kept_back = 0
    for batch in Batch.objects.filter(due, sent_at=None).order_by(
        F("action").desc(), "pk"
    ):  # "withdraw" before "report"
        try:
            sent, kept = _send(platform, batch, fields, at)
        except (OSError, PlatformRefused) as fault:  # PlatformSilent, or a folder that cannot be written
            _put_off(batch, str(fault), at)
            note_silent(code=SENDING, said=str(fault))
            return Exchanged(batches, rows, kept_back, said=str(fault))
        batches, rows, kept_back = batches + bool(sent), rows + sent, kept_back + kept
        note_heard(code=SENDING, at=at)
    return Exchanged(batches, rows, kept_back)


def fetch(platform: Platform, *, at: datetime) -> Exchanged:
    """Fetch receipts and notices to their end, and tell the platform what was answered to its notices."""
    try:
        receipts = _fetch_receipts(platform, at)
        came = _fetch_notices(platform, at)
        _tell_answers(platform, at)
    except (OSError, PlatformRefused) as fault:
        note_silent(code=RECEIPTS, said=str(fault))
        return Exchanged(said=str(fault))
    return Exchanged(receipts=receipts, notices=came)


@transaction.atomic
def _claim(most: int, at: datetime) -> bool:
    """Put the oldest queued rows that have a number in the log into a package of their own; withdrawals first."""
    queue = Submission.objects.filter(
        Q(entry=None) | Q(entry__index__isnull=False), state=SubmissionState.QUEUED
    )
    first = queue.order_by(F("action").desc(), "pk").first()
    if first is None:
        return False
    rows = list(queue.filter(action=first.action).order_by("pk").values_list("pk", flat=True)[:most])
    batch = Batch.objects.create(
        number=f"{legal_day(at):%Y%m%d}-{secrets.token_hex(8)}",
        action=first.action,
        size=len(rows),
        made_at=at,
        next_at=at,
    )
    mine = Submission.objects.filter(pk__in=rows, state=SubmissionState.QUEUED)
    mine.update(state=SubmissionState.SENDING, batch=batch)
    return True


def _send(platform: Platform, batch: Batch, fields: FieldMap, at: datetime) -> tuple[int, int]:
    """Send one package; return how many rows left and how many were kept back."""
    was_tried = batch.tries > 0
    Batch.objects.filter(pk=batch.pk).update(tries=F("tries") + 1)
    if was_tried and platform.knows(batch.number):
        return _arrived(platform, batch, at), 0
    mine = batch.submissions.filter(state=SubmissionState.SENDING).select_related(
        "entry", "publication__matter__body__region"
    )
    rows = rows_of(mine.order_by("pk"), fields)
    wrong = [row for row in rows if row.faults]
    for row in wrong:
        return_unsent(submission=row.submission, faults=row.faults)
    leaving = [row.sent for row in rows if row.sent is not None]
    if leaving:
        platform.deliver(Package(batch.number, batch.made_at, leaving))
    return _arrived(platform, batch, at), len(wrong)


def _arrived(platform: Platform, batch: Batch, at: datetime) -> int:
    """Note that a package is there; return how many rows it held. What ended meanwhile must not wait in a folder."""
    ended = batch.submissions.filter(
        action=ReportAction.REPORT, publication__state=PublicationState.ENDED
    ).values_list("key", flat=True)
    platform.forget(set(ended))
    with transaction.atomic():
        sent = batch.submissions.filter(state=SubmissionState.SENDING).update(state=SubmissionState.SENT)
        Batch.objects.filter(pk=batch.pk).update(sent_at=at, said="")
    return sent


def _put_off(batch: Batch, said: str, at: datetime) -> None:
    """Try again later: after one minute, two, four, at most an hour."""
    batch.refresh_from_db()
    wait = min(timedelta(minutes=2 ** min(batch.tries - 1, 10)), LONGEST_WAIT)
    Batch.objects.filter(pk=batch.pk).update(said=said[:300], next_at=at + wait)


def _fetch_receipts(platform: Platform, at: datetime) -> int:
    new = 0
    while True:
        fetched = platform.receipts(_cursor(RECEIPTS))
        with transaction.atomic():
            new += sum(take_receipt(receipt=receipt, at=at) for receipt in fetched.messages)
            is_end = not fetched.messages or fetched.cursor == _cursor(RECEIPTS)
            note_heard(code=RECEIPTS, at=at, cursor=fetched.cursor)
        fetched.kept()
        if is_end:
            return new


def _fetch_notices(platform: Platform, at: datetime) -> int:
    new = 0
    while True:
        fetched = platform.notices(_cursor(NOTICES))
        with transaction.atomic():
            new += sum(notices.take_notice(notice=notice, at=at) for notice in fetched.messages)
            is_end = not fetched.messages or fetched.cursor == _cursor(NOTICES)
            note_heard(code=NOTICES, at=at, cursor=fetched.cursor)
        fetched.kept()
        if is_end:
            return new


def _tell_answers(platform: Platform, at: datetime) -> None:
    for notice in PlatformNotice.objects.filter(answered_at=None).exclude(answer=""):
        platform.answer(notice.number, notice.answer)
        PlatformNotice.objects.filter(pk=notice.pk).update(answered_at=at)


def _cursor(code: str) -> str:
    return Channel.objects.filter(code=code).values_list("cursor", flat=True).first() or ""
