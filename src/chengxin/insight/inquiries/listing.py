"""名单查询: a file of subjects for one purpose, answered behind the page, a chunk at a time, from where it stopped."""

import fcntl
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

import xlsxwriter
from django.db import transaction
from django.db.models import F

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.unbiased import clause
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import home, trail
from chengxin.ground.attachments import Uploaded
from chengxin.ground.ciphers import seal, unseal
from chengxin.ground.put_aside import put_aside, taken_out
from chengxin.ground.sheets import (
    FileRefused,
    Limits,
    Problem,
    RefusedRow,
    RefusedWriter,
    SourceRow,
    open_rows,
)
from chengxin.insight.inquiries.models import Inquiry, InquiryList, ListState, RefusedSubject
from chengxin.insight.inquiries.naming import COLUMNS, Fault, Said, bodies_said, officials_said
from chengxin.insight.inquiries.operations import Asking, answer_all, asking, why_not_about
from chengxin.insight.inquiries.queries import in_words, shown
from chengxin_core.calendar import legal_day
from chengxin_core.determination.inquiries import SubjectKind

ROW_SEAL, FILE_SEAL = "inquiries.refused", "inquiries.list"
CHUNK = 500  # rows a transaction: what staff then waits for is some tenths of a second
WORKBOOK_BYTES = 5 * 1024 * 1024
_Row = TypeVar("_Row")
RESULT = ("行", "查询对象", "答复", "障碍至", "依据", "有效日", "查询编号")


class AlreadyRunning(RuntimeError):
    """Another process is answering the same list right now."""


def take_list(*, uploaded: Uploaded, asked: Asking, at: datetime) -> InquiryList:
    """Put an uploaded list where it is answered and return it; the same file for the same work is the same list."""
    assert isinstance(asked.who, Mandate)  # a program asks in batches
    content = b"".join(uploaded.chunks())
    digest = sha256(content).hexdigest()
    taken, is_new = InquiryList.objects.get_or_create(
        by=asked.who,
        purpose=asked.purpose.code,
        document_number=asked.document_number,
        file=digest,
        defaults={
            "subject_kind": asked.kind,
            "organ": asked.who.body,
            "file_name": (uploaded.name or "未命名")[-150:],
            "deferral": asked.deferral.ground if asked.deferral else "",
            "deferred_until": asked.deferral.until if asked.deferral else None,
            "at": at,
        },
    )
    if is_new or taken.state in {ListState.STOPPED, ListState.REFUSED}:
        _put_down(content, waiting_place(taken))
    return taken


def _put_down(content: bytes, place: Path) -> None:
    """Let a list wait under seal, whole or not at all: it may hold names and numbers."""
    sealed = seal(b64encode(content).decode(), purpose=FILE_SEAL)
    new = place.with_name(f"{place.name}.new")
    new.write_bytes(sealed)
    new.replace(place)


def waiting_place(taken: InquiryList) -> Path:
    """Return where a list waits, sealed, until it is answered."""
    return home.current().imports / f"inquiries-{taken.pk}"


def answer_list(
    *, taken: InquiryList, at: datetime, told: Callable[[InquiryList], None] = lambda each: None
) -> None:
    """Answer a list from where it was left to its end; refused rows are put aside, the rest goes on.

    Every question is asked anew whether it may be: a mandate that ended meanwhile asks nothing. A file that cannot be
    read ends the list as refused, before anything was asked. Raises `AlreadyRunning` while another process is at it.
    """
    path = waiting_place(taken)
    with _alone(path) as is_there, trail.acting_under(taken.by_id):
        taken.refresh_from_db()
        if not is_there or taken.state == ListState.DONE:
            return
        try:
            asked = _asked(taken, legal_day(at))
            rows = _rows(taken, path, legal_day(at))
        except (FileRefused, UnableToMove) as refusal:
            _end(taken, ListState.REFUSED, str(refusal), at)
        else:
            InquiryList.objects.filter(pk=taken.pk).update(state=ListState.RUNNING)
            try:
                _answer(taken, asked, rows, at, told)
            except BaseException:
                InquiryList.objects.filter(pk=taken.pk).update(state=ListState.STOPPED)
                raise
            _end(taken, ListState.DONE, "", at)
        path.unlink(missing_ok=True)


def is_sender(taken: InquiryList, mandate: Mandate) -> bool:
    """Whether the holder handed the list in: nobody else reads its refused rows, goes on with it or destroys them."""
    return taken.by.user_id == mandate.user_id


def refused_of(taken: InquiryList) -> list[RefusedRow]:
    """Unseal the refused rows for their sender."""
    return [taken_out(row.row, row.sealed, purpose=ROW_SEAL) for row in taken.refused_rows.all()]


def write_refused(taken: InquiryList, target: BinaryIO) -> int:
    """Write the refused rows as a workbook to mend and send again; return how many."""
    with RefusedWriter(target, COLUMNS[SubjectKind(taken.subject_kind)]) as writer:
        for opened in refused_of(taken):
            writer.write(opened)
        return writer.count


def write_results(taken: InquiryList, target: BinaryIO) -> None:
    """Write the answers as a workbook, row by row; officials stand there by their code."""
    workbook = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet("查询结果")
    sheet.write_row(0, 0, RESULT)
    asked = Inquiry.objects.filter(list=taken).select_related("body", "official", "organ", "by", "answered")
    below = 1
    for chunk in _chunks(asked.order_by("row").iterator(chunk_size=CHUNK)):
        for each in shown(chunk):
            told = each.inquiry.answered
            cells = (
                str(each.inquiry.row),
                each.subject,
                in_words(each.outcome, told.until, told.clause),
                str(told.until or ""),
                f"{each.basis}；{told.clause}".rstrip("；"),
                str(told.valid_on),
                each.inquiry.number,
            )
            for column, text in enumerate(cells):
                sheet.write_string(below, column, text)
            below += 1
    workbook.close()


@transaction.atomic
def discard_refused(*, taken: InquiryList, by: Mandate) -> int:
    """Destroy the refused rows once they were mended; return how many there were."""
    if taken.organ_id != by.body_id or not is_sender(taken, by):
        raise NotCompetent("未接受的行由交来名单的人处理")
    count = taken.refused_rows.count()
    taken.refused_rows.all().delete()
    return count


def _asked(taken: InquiryList, on: date) -> Asking:
    kind = SubjectKind(taken.subject_kind)
    if not taken.by.pk or not Mandate.objects.in_force_on(on).filter(pk=taken.by_id).exists():
        raise NotCompetent("查询人的岗位已经终止，名单不再办理")
    return asking(
        who=taken.by,
        kind=kind,
        purpose=taken.purpose,
        document_number=taken.document_number,
        on=on,
        deferral=taken.deferral,
        deferred_until=taken.deferred_until,
        of_list=taken,
    )


def _rows(taken: InquiryList, path: Path, on: date) -> list[SourceRow | RefusedRow]:
    """Read the whole file: too long or damaged, nothing of it is asked."""
    most = current_rulebook(taken.organ.path).parameter("inquiries.list_rows").on(on).number
    limits = Limits(rows=most, workbook_bytes=WORKBOOK_BYTES, line_bytes=64 * 1024)
    columns = COLUMNS[SubjectKind(taken.subject_kind)]
    plain = BytesIO(b64decode(unseal(path.read_bytes(), purpose=FILE_SEAL)))
    with open_rows(plain, filename=taken.file_name, columns=columns, limits=limits) as stream:
        rows = [row for row in stream if isinstance(row, SourceRow | RefusedRow)]
    if not rows:
        raise FileRefused("没有数据行", "请按模板填写后上传", filename=taken.file_name)
    return rows


def _answer(
    taken: InquiryList,
    asked: Asking,
    rows: Sequence[SourceRow | RefusedRow],
    at: datetime,
    told: Callable[[InquiryList], None],
) -> None:
    last = rows[-1].number
    waiting = [row for row in rows if row.number > taken.rows_done]
    for chunk in _chunks(iter(waiting)):
        with transaction.atomic():
            _answer_chunk(taken, asked, chunk, at, last)
        taken.refresh_from_db()
        told(taken)


def _answer_chunk(
    taken: InquiryList, asked: Asking, rows: Sequence[SourceRow | RefusedRow], at: datetime, last: int
) -> None:
    on = legal_day(at)
    readable = [row for row in rows if isinstance(row, SourceRow)]
    refused = [row for row in rows if isinstance(row, RefusedRow)]
    meant: list[tuple[SourceRow, str]] = []
    for row, key in zip(readable, _keys(asked, readable, on), strict=True):
        if isinstance(key, Problem):
            refused.append(row.refused(key))
        else:
            meant.append((row, key))
    why_not = why_not_about(asked, [key for _, key in meant], on=on)
    title = COLUMNS[asked.kind][0].title_zh
    under = f"（{clause(on)}）" if asked.kind is SubjectKind.BODY else ""
    refused += [
        row.refused(Problem(row.number, title, _told(asked, row), f"可以查询的对象：{why_not[key]}{under}"))
        for row, key in meant
        if key in why_not
    ]
    may = [(row, key) for row, key in meant if key not in why_not]
    new = _not_asked_yet(taken, asked, may)
    if new:
        answer_all(asked=asked, subjects=[(row.number, key) for row, key in new], at=at)
    RefusedSubject.objects.bulk_create([_put_aside(taken, row) for row in refused], ignore_conflicts=True)
    InquiryList.objects.filter(pk=taken.pk).update(
        answered=F("answered") + len(new),
        repeated=F("repeated") + len(may) - len(new),
        refused=F("refused") + len(refused),
        rows_done=rows[-1].number,
        progress=rows[-1].number * 1000 // last,
    )


def _told(asked: Asking, row: SourceRow) -> str:
    """Return how a row names its body; a person's name is not said again."""
    told = (row.cells.get(column) for column in ("name", "credit_code"))
    return next((str(each).strip() for each in told if each), "") if asked.kind is SubjectKind.BODY else ""


def _keys(asked: Asking, rows: Sequence[SourceRow], on: date) -> Sequence[str | Problem]:
    said = [
        {name: str(value).strip() for name, value in row.cells.items() if value is not None} for row in rows
    ]
    if asked.kind is SubjectKind.OFFICIAL:
        assert isinstance(asked.who, Mandate)  # no program asks about a person
        numbered = [
            (row.number, each.get("name", ""), each.get("number", ""))
            for row, each in zip(rows, said, strict=True)
        ]
        return officials_said(numbered, asked.who)
    named = [Said(name=each.get("name", ""), credit_code=each.get("credit_code", "")) for each in said]
    found = bodies_said(named, on=on)
    return [
        each.in_row(row.number) if isinstance(each, Fault) else each
        for row, each in zip(rows, found, strict=True)
    ]


def _not_asked_yet(
    taken: InquiryList, asked: Asking, meant: Sequence[tuple[SourceRow, str]]
) -> list[tuple[SourceRow, str]]:
    """Leave out who stands in the list a second time."""
    column = "body" if asked.kind is SubjectKind.BODY else "official"
    keys = {key for _, key in meant}
    known = set(Inquiry.objects.filter(list=taken, **{f"{column}__in": keys}).values_list(column, flat=True))
    new = []
    for row, key in meant:
        if key not in known:
            known.add(key)
            new.append((row, key))
    return new


def _end(taken: InquiryList, state: ListState, message: str, at: datetime) -> None:
    taken.refresh_from_db()
    taken.state, taken.message, taken.finished_at = state, message, at
    if state is ListState.DONE:
        taken.progress = 1000
    taken.save(update_fields=["state", "message", "finished_at", "progress"])


def _put_aside(taken: InquiryList, row: RefusedRow) -> RefusedSubject:
    sealed = put_aside(row, row.problems, purpose=ROW_SEAL)
    return RefusedSubject(list=taken, row=row.number, sealed=sealed)


def _chunks(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Hold the waiting file; the system lets go of it when the process ends, however it ends. False: it is gone."""
    try:
        held = path.open("rb")
    except FileNotFoundError:
        yield False
        return
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning("同一份名单正在办理，请等它结束") from None
        yield path.exists()
