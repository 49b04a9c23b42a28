"""台账接口: the ledger in JSON for who is signed in: list, one, enter many; the gate and the sight are the pages' own.

A row that is refused comes back with its reasons in Chinese and costs no other. The same own number with the same
content changes nothing.
"""

from typing import Annotated, Any

import msgspec
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe
from msgspec import Meta

from chengxin.foundation.accounts.acting import ActingRequest, acting_in_json, refusal
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.ground.sheets import sent_rows
from chengxin.mechanisms.commitments import listing
from chengxin.mechanisms.commitments.queries import visible_commitments
from chengxin.mechanisms.commitments.sections import commitment_section
from chengxin.mechanisms.commitments.sources import rows
from chengxin.mechanisms.commitments.taking_in import Taken, take_each

LARGEST, MOST, LONGEST = 1024 * 1024, 500, 2000  # bytes, rows, characters of a cell
JSON = "application/json"


class Entries(msgspec.Struct, forbid_unknown_fields=True):
    """What is handed in: rows of the members that the template has as columns; each is judged for itself."""

    promises: Annotated[list[Any], Meta(min_length=1)]


@require_safe
@acting_in_json
def listed(request: ActingRequest) -> HttpResponse:
    """List the promises one may see, nearest due day first, a page at a time."""
    view = request.GET.get("view", "open")
    page = listing.page_of(
        request.mandate,
        view if view in listing.VIEWS else "open",
        request.GET.get("q", "").strip()[:60],
        on=clock.today(),
        after=request.GET.get("after", ""),
    )
    found = [
        {
            "id": row.matter.pk,
            "number": row.matter.number,
            "own_number": row.commitment.own_number,
            "title": row.matter.title,
            "body": {"id": row.matter.body_id, "name": row.matter.body.name},
            "state": row.matter.state,
            "due_on": row.commitment.due_on,
            "overdue_since": row.commitment.overdue_since,
            "answers": row.post,
        }
        for row in page.rows
    ]
    return _answer({"promises": found, "next": page.next_key or None})


@require_safe
@acting_in_json
def one(request: ActingRequest, pk: int) -> HttpResponse:
    """Tell what one may see of a promise."""
    matter = visible_commitments(request.mandate).filter(pk=pk).first()
    if matter is None:
        raise Http404
    said = commitment_section(matter, request.mandate, at=clock.now())
    commitment, version, publication = said["commitment"], said["version"], said["publication"]
    return _answer(
        {
            "id": matter.pk,
            "number": matter.number,
            "own_number": commitment.own_number,
            "body": {"id": matter.body_id, "name": matter.body.name},
            "state": matter.state,
            "kind": said["kind"],
            "text": version.text,
            "target": version.target,
            "due_on": commitment.due_on,
            "document_title": commitment.document_title,
            "document_number": commitment.document_number,
            "made_on": commitment.made_on,
            "answers": said["owner"],
            "fulfilled_on": commitment.fulfilled_on,
            "overdue_since": commitment.overdue_since,
            "versions": [
                {"number": each.number, "text": each.text, "target": each.target, "due_on": each.due_on}
                for each, _ground in said["versions"]
            ],
            "public": publication.key if publication else None,
        }
    )


@require_POST
@acting_in_json
def enter(request: ActingRequest) -> HttpResponse:
    """Enter promises as the template's rows would be entered; each row is told what became of it."""
    data = request.read(LARGEST + 1)
    if len(data) > LARGEST:
        return refusal(f"请求至多 {LARGEST} 字节", 413)
    try:
        sent = msgspec.json.decode(data, type=Entries)
    except (msgspec.DecodeError, ValueError):
        return refusal("请求不是所要的格式：应当是 UTF-8 的 JSON 对象，只有 promises 一项，是不空的数组", 400)
    if len(sent.promises) > MOST:
        return refusal(f"一次至多登记 {MOST} 项，实为 {len(sent.promises)} 项", 413)
    known = rows.columns(current_rulebook(request.mandate.body.path), clock.today())
    try:
        given = sent_rows(sent.promises, known, longest=LONGEST)
        taken, told = take_each(given=given, by=request.mandate, at=clock.now())
    except NotCompetent as refused:
        return refusal(str(refused), 403)
    names = {column.title_zh: column.name for column in known}
    return _answer(
        {
            "import": taken.pk,
            "kept": taken.kept,
            "known": taken.duplicates,
            "refused": taken.refused,
            "rows": [_told(each, names) for each in told],
        }
    )


def _told(each: Taken, names: dict[str, str]) -> dict[str, Any]:
    if each.promise is not None:
        matter = each.promise.matter
        outcome = "kept" if each.is_new else "known"
        return {"row": each.row, "outcome": outcome, "id": matter.pk, "number": matter.number, "problems": []}
    problems = [
        {
            "field": names.get(problem.column, ""),
            "title": problem.column,
            "found": problem.found,
            "expected": problem.expected,
            "text": str(problem),
        }
        for problem in each.problems
    ]
    return {"row": each.row, "outcome": "refused", "id": None, "number": "", "problems": problems}


def _answer(told: dict[str, Any]) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(told), content_type=JSON)
