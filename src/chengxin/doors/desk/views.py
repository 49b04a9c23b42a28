"""Doors of the desk: they read the request and the clock, make one call, and show the answer."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.doors.desk import queries
from chengxin.doors.desk.archive import on_record, purpose_of, state_purpose
from chengxin.doors.desk.drafts import draft_of, drafts_of
from chengxin.doors.desk.forms import Confirmation, Purpose, QueueFilters
from chengxin.doors.desk.requests import has_a_list_of_requests, requests_in
from chengxin.foundation.accounts.acting import ActingRequest, acting, choose_mandate
from chengxin.foundation.accounts.queries import delegations_between
from chengxin.foundation.deadlines.queries import digest_of, why
from chengxin.foundation.deadlines.showing import why_as_json
from chengxin.foundation.matters.forms import in_the_readers_words, keep_drafts
from chengxin.foundation.matters.handling import files_seen
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.parts import part_zh
from chengxin.foundation.matters.plugs import Button, MatterForm, kind_of, sections_of
from chengxin.foundation.matters.queries import (
    archive_reads_of,
    name_of,
    visible_matter,
)
from chengxin.foundation.matters.unbiased import require_unbiased, told_to_recuse
from chengxin.foundation.worklists.queries import filters_of
from chengxin.ground import clock, home
from chengxin.ground.attachments import MEDIA_TYPES
from chengxin.ground.downloads import handed_out
from chengxin_core.calendar import legal_day


@require_safe
@acting
def queue(request: ActingRequest, tab: str) -> HttpResponse:
    """Show one of the lists of work, or search all that is visible (`visible`)."""
    today, mandate = clock.today(), request.mandate
    form = QueueFilters(request.GET)
    filters, after, waits = form.filters(), request.GET.get("after", ""), None
    if tab == "visible":
        page = queries.search(mandate, filters, on=today, after=after)
    else:
        page, waits = queries.list_page(tab, mandate, filters, on=today, after=after)
    values = {
        "tab": tab,
        "today": today,
        "form": form,
        "filtered": bool(filters),
        "page": page,
        "kind_of": kind_of,
        "counts": queries.counts(mandate, on=today, waits=waits),
        "counted": queries.COUNTED,
        "saved": filters_of(mandate),
        "query": _kept(request),
        "digest": digest_of(mandate.user, on=today) if tab == "waiting" else None,
        "delegations": delegations_between(mandate.user) if tab == "waiting" else [],
        "next_address": _with_parameter(request, after=page.next_key) if page.next_key else "",
        "first_address": _with_parameter(request, after=None) if after else "",
    }
    as_requests = tab == "waiting" and has_a_list_of_requests(mandate) and not filters
    if as_requests and "table" not in request.GET:
        values["requests"] = requests_in(page.rows, mandate)
        return render(request, "desk/requests.html", values)
    return render(request, "desk/queue.html", values)


@require_safe
@acting
def saved(request: ActingRequest, pk: int) -> HttpResponse:
    """Go to a list with the filters that were kept."""
    kept = get_object_or_404(filters_of(request.mandate), pk=pk)
    tab = kept.tab if kept.tab in {*queries.LISTS, "visible"} else "waiting"
    address = reverse("desk:queue" if tab == "waiting" else f"desk:{tab}")
    return redirect(f"{address}?{kept.query}" if kept.query else address)


@require_safe
@acting
@on_record
def matter(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a matter: whatever its kind shows, what runs, what was done, what can be done."""
    found = _visible(request, pk)
    kind = kind_of(found.kind)
    running, ended = queries.running_and_ended(found)
    buttons = kind.buttons_for(found, request.mandate)
    recused = told_to_recuse(request.mandate, found, on=clock.today()) if buttons else ""
    values = {
        "matter": found,
        "kind": kind,
        "today": clock.today(),
        "sections": _sections(request, found),
        "buttons": [] if recused else buttons,
        "barred": kind.barred_for(found, request.mandate),
        "recused": recused,
        "running": running,
        "ended": ended,
        "steps": queries.steps_of(found, request.mandate),
        "statements": queries.statements_in(found, request.mandate),
        "attachments": files_seen(request.mandate, found),
        "archive_reads": archive_reads_of(found) if found.archived_at else [],
        "related": queries.related_to(found, request.mandate),
        "part_zh": part_zh,
        "kind_of": kind_of,
        "drafts": drafts_of(request.mandate, found),
    }
    return render(request, "desk/matter.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def purpose(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask what an archived matter is read for."""
    found = _visible(request, pk)
    form = Purpose(request.POST or None, initial={"purpose": purpose_of(request, found)})
    if request.method == "POST" and form.is_valid():
        state_purpose(request, found, form.cleaned_data["purpose"])
        return redirect("desk:matter", pk)
    return render(request, "desk/purpose.html", {"matter": found, "kind": kind_of(found.kind), "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@acting
@on_record
def press(request: ActingRequest, pk: int, code: str) -> HttpResponse:
    """Show the form of a button, or do what it does."""
    found = _visible(request, pk)
    offered = kind_of(found.kind).buttons_for(found, request.mandate)
    button = next((each for each in offered if each.code == code), None)
    if button is None:
        barred = {each.code: why for each, why in kind_of(found.kind).barred_for(found, request.mandate)}
        gone = _("这一步现在不能办理：事项可能已由他人办理，或者不属于您的岗位")
        messages.error(request, barred.get(code, gone))
        return redirect("desk:matter", pk)
    form, confirmation = _forms(request, found, button)
    draft = draft_of(request.mandate, found, button)
    if draft:
        keep_drafts(form)
    if request.method == "POST" and all([form.is_valid(), confirmation.is_valid()]):
        try:
            require_unbiased(request.mandate, found, on=legal_day(form.at))
            told = button.operation(matter=found, by=request.mandate, at=form.at, **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
            found = _visible(request, pk)  # as it stands: what was refused has left its marks on the other
        else:
            done = _("已办理：%(step)s") % {"step": _(button.zh)}
            words = f"{done}。{told}" if isinstance(told, str) else done
            messages.success(request, words, extra_tags=draft)
            return _after(request, pk)
    values = {
        "matter": found,
        "kind": kind_of(found.kind),
        "button": button,
        "form": form,
        "confirmation": confirmation,
        "outcome": queries.outcome_of(found, button),
        "draft": draft_of(request.mandate, found, button),
    }
    return render(request, "desk/press.html", values)


@require_safe
@acting
@on_record
def why_this_day(request: ActingRequest, pk: int, deadline_pk: int) -> HttpResponse:
    """Show how a due day was counted, as a page or, to who prefers it, as JSON."""
    found = _visible(request, pk)
    told = why(get_object_or_404(found.deadlines.select_related("matter"), pk=deadline_pk))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        answer: HttpResponse = JsonResponse(why_as_json(told), json_dumps_params={"ensure_ascii": False})
    else:
        values = {"matter": found, "deadline": told.deadline, "why": told, "today": clock.today()}
        answer = render(request, "desk/why_this_day.html", values)
    patch_vary_headers(answer, ["Accept"])
    return answer


@require_safe
@acting
@on_record
def why_this_day_json(request: ActingRequest, pk: int, deadline_pk: int) -> JsonResponse:
    """Answer how a due day was counted, as JSON."""
    found = _visible(request, pk)
    told = why(get_object_or_404(found.deadlines.select_related("matter"), pk=deadline_pk))
    return JsonResponse(why_as_json(told), json_dumps_params={"ensure_ascii": False})


@require_safe
@acting
@on_record
def attachment(request: ActingRequest, pk: int, attachment_pk: int) -> FileResponse:
    """Hand out a file of a visible matter, to be saved and never run."""
    seen = files_seen(request.mandate, _visible(request, pk))
    kept = next((each for each in seen if each.pk == attachment_pk), None)
    if kept is None:
        raise Http404
    return handed_out(home.current(), kept.sha256, name=kept.called, media_type=kept.media_type)


@require_safe
@acting
@on_record
def document_file(request: ActingRequest, pk: int, form: str) -> FileResponse:
    """Hand out an issued document: as PDF, as DOCX, or the scan of the sealed paper."""
    found = _visible(request, pk)
    issued = getattr(found, "document", None)
    if issued is None:
        raise Http404
    digest = {"pdf": issued.pdf, "docx": issued.docx, "scan": issued.sealed_scan}.get(form)
    if not digest:
        raise Http404
    ending = "docx" if form == "docx" else "pdf"
    name = f"{found.title}{issued.number}.{ending}"
    return handed_out(home.current(), digest, name=name, media_type=MEDIA_TYPES[ending])


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def mandates(request: ActingRequest) -> HttpResponse:
    """Let the holder of several posts say under which one to act."""
    if request.method == "POST":
        for mandate in request.mandates:
            if str(mandate.pk) == request.POST.get("mandate"):
                choose_mandate(request, mandate)
                messages.success(request, _("当前岗位：%(post)s") % {"post": mandate.post})
        return redirect("desk:queue")
    return render(request, "desk/mandates.html")


def _visible(request: ActingRequest, pk: int) -> Matter:
    """Return the matter, or answer as if there were none where it may not be seen."""
    found = get_object_or_404(visible_matter(request.mandate, pk))
    request.about = name_of(found)
    return found


def _sections(request: ActingRequest, found: Matter) -> list[SafeString]:
    """Return the parts of the page that rooms plugged in, rendered."""
    shown = ((section, section.values(found, request.mandate)) for section in sections_of(found.kind))
    return [
        mark_safe(render_to_string(section.template, {"matter": found, **values}, request=request))
        for section, values in shown
        if values is not None
    ]


def _forms(request: ActingRequest, found: Matter, button: Button) -> tuple[MatterForm, Confirmation]:
    sent: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = button.form(*sent, matter=found, by=request.mandate, at=clock.now())
    in_the_readers_words(form)
    return form, Confirmation(*sent, matter=found, button=button)


def _after(request: ActingRequest, pk: int) -> HttpResponse:
    """Go back to the matter, or to the queue where the step took it out of sight."""
    if visible_matter(request.mandate, pk).exists():
        return redirect("desk:matter", pk)
    return redirect("desk:queue")


def _kept(request: HttpRequest) -> str:
    return _with_parameter(request, after=None)[1:]


def _with_parameter(request: HttpRequest, *, after: str | None) -> str:
    kept = [(name, value) for name, value in request.GET.items() if name != "after" and value]
    return "?" + urlencode([*kept, ("after", after)] if after else kept)
