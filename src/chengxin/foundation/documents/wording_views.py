"""Pages of templates: the kinds of document, one kind with its versions, two versions side by side, the file."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.documents import comparing
from chengxin.foundation.documents.forms import WayBack, WordingFile, WordingOpinion
from chengxin.foundation.documents.models import WordingState, WordingVersion
from chengxin.foundation.documents.plugs import DocumentKind, document_kinds
from chengxin.foundation.documents.showing import spelt
from chengxin.foundation.documents.wording import operations, queries
from chengxin.foundation.documents.wording.checking import WordingRefused, remedies_due
from chengxin.foundation.documents.wording.fields import fields_of, required_of
from chengxin.foundation.documents.wording.word_files import LARGEST, as_document, as_docx
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock
from chengxin.ground.attachments import MEDIA_TYPES

SHIPPED = 0  # the number that stands for the words of the platform


def _for_readers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only who has to do with documents in, and hand over the kind of document that the address names."""

    @wraps(view)
    def guarded(request: ActingRequest, kind: str = "", *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.may_look(request.mandate):
            raise PermissionDenied
        if not kind:
            return view(request, *args, **kwargs)
        found = next((each for each in document_kinds() if each.code == kind), None)
        if found is None:
            raise Http404
        return view(request, found, *args, **kwargs)

    return acting(guarded)


@require_safe
@_for_readers
def overview(request: ActingRequest) -> HttpResponse:
    """List the kinds of document with the version that speaks for one's organ, and what waits."""
    by_kind = queries.newest_by_kind(request.mandate.body_id)
    rows = []
    for kind in document_kinds():
        versions = by_kind.get(kind.code, [])
        standing = next((each for each in versions if each.state == WordingState.APPROVED), None)
        waiting = next((each for each in versions if each.state == WordingState.WAITING), None)
        rows.append((kind, standing, waiting))
    return render(request, "documents/wordings.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@_for_readers
def wording(request: ActingRequest, kind: DocumentKind) -> HttpResponse:
    """Show the wording of a kind with its versions; hand one in, ask to go back, decide."""
    versions = list(
        queries.versions_of(request.mandate.body_id, kind)
        .select_related("handed_in_by", "decided_by")
        .order_by("-number")
    )
    waiting = next((each for each in versions if each.state == WordingState.WAITING), None)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    given: dict[str, forms.Form] = {
        "hand_in": WordingFile(*((request.POST, request.FILES) if step == "hand_in" else ())),
        "go_back": WayBack(request.POST if step == "go_back" else None),
        "decide": WordingOpinion(request.POST if step in ("approve", "refuse") else None),
    }
    for form in given.values():
        in_the_readers_words(form)
    problems: list[str] = []
    if step:
        form = given.get(step, given["decide"])
        if form.is_valid():
            try:
                _take(step, kind, waiting, form.cleaned_data, request)
            except WordingRefused as refusal:
                problems = refusal.problems
            except UnableToMove as refusal:
                problems = [str(refusal)]
            else:
                messages.success(request, _done(step))
                return redirect("documents:wording", kind.code)
    today, standing = clock.today(), queries.in_force(request.mandate.body_id, kind)
    values = {
        "kind": kind,
        "text": spelt(as_document(standing.wording, day=today)),
        "standing": standing.version,
        "waiting": waiting,
        "versions": versions,
        "fields": fields_of(kind),
        "required": required_of(kind),
        "due": remedies_due(kind, current_rulebook(request.mandate.body.path), on=today),
        "problems": problems,
        "may_hand_in": queries.may_hand_in(request.mandate) and waiting is None,
        "may_decide": waiting is not None
        and queries.may_decide(request.mandate)
        and waiting.handed_in_by.user_id != request.mandate.user_id,
        **{f"{name}_form": form for name, form in given.items()},
    }
    return render(request, "documents/wording.html", values)


@require_safe
@_for_readers
def compare(request: ActingRequest, kind: DocumentKind) -> HttpResponse:
    """Show two versions of the wording of a kind side by side."""
    versions = {str(each.number): each for each in queries.versions_of(request.mandate.body_id, kind)}
    numbers = [str(SHIPPED), *versions]
    after = request.GET.get("after", "")
    after = after if after in numbers else numbers[-1]
    before = request.GET.get("before", "")
    before = before if before in numbers else str(SHIPPED)
    values = {
        "kind": kind,
        "numbers": [int(each) for each in numbers],
        "before": int(before),
        "after": int(after),
        "pairs": comparing.compare(
            *(_text(versions.get(each), kind) for each in (before, after)),
        ),
    }
    return render(request, "documents/wording_compare.html", values)


@require_safe
@_for_readers
def download(request: ActingRequest, kind: DocumentKind, number: int) -> HttpResponse:
    """Give a version of a template as DOCX; number 0 is the platform's own."""
    version = queries.versions_of(request.mandate.body_id, kind).filter(number=number).first()
    if version is None and number != SHIPPED:
        raise Http404
    content = as_docx(queries.wording_of(version, kind), day=clock.today())
    headers = {
        "Content-Disposition": f'attachment; filename="{kind.code}-{number}.docx"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=MEDIA_TYPES["docx"], headers=headers)


def _take(
    step: str,
    kind: DocumentKind,
    waiting: WordingVersion | None,
    said: dict[str, Any],
    request: ActingRequest,
) -> None:
    by, at = request.mandate, clock.now()
    if step == "hand_in":
        file = said["file"]
        if file.size > LARGEST:
            raise WordingRefused([_("文件过大，模板不超过 1 MB")])
        operations.hand_in(kind=kind, content=file.read(), reason=said["reason"], by=by, at=at)
    elif step == "go_back":
        operations.go_back(kind=kind, reason=said["reason"], by=by, at=at)
    elif waiting is None or str(waiting.number) != request.POST.get("number"):
        raise WordingRefused([_("这一版模板已经审核过")])
    elif step == "approve":
        operations.approve(version=waiting, by=by, at=at, opinion=said["opinion"])
    elif step == "refuse":
        operations.refuse(version=waiting, by=by, at=at, opinion=said["opinion"])
    else:
        raise Http404


def _done(step: str) -> str:
    if step == "approve":
        return _("已通过，自现在起审核的文书使用这一版")
    if step == "refuse":
        return _("已退回，现行模板不变")
    return _("已提出，等另一位人员审核。通过以前，文书仍用现行模板")


def _text(version: WordingVersion | None, kind: DocumentKind) -> list[dict[str, Any]]:
    return spelt(as_document(queries.wording_of(version, kind), day=clock.today()))
