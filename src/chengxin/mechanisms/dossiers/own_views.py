"""The person's own pages: the dossier with its sources, who looked, what was told, what can be done (policy T-57)."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.documents.papers import remedies_for
from chengxin.foundation.documents.rendering import CharacterWithoutGlyph, render_pdf
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of, versions
from chengxin.foundation.subjects.identities import masked_name_of, masked_number_of
from chengxin.foundation.subjects.models import Official
from chengxin.foundation.subjects.officials import posts_of
from chengxin.ground import clock
from chengxin.mechanisms.dossiers import claims, queries
from chengxin.mechanisms.dossiers.forms import ObjectTo, ReportRecovery, SeekRemedy, recovery_grounds, uses
from chengxin.mechanisms.dossiers.looking import HANDLING
from chengxin.mechanisms.dossiers.models import Entry
from chengxin.mechanisms.dossiers.own_copy import copy_of, paper_of_copy
from chengxin.mechanisms.dossiers.papers import said
from chengxin.mechanisms.dossiers.plugs import own_sections
from chengxin.mechanisms.dossiers.telling import acknowledge
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.personnel import RemedyStage
from chengxin_core.lifecycle.table import Actor


class OwnRequest(ActingRequest):
    """A request of an official about the own dossier."""

    official: Official


def for_the_person(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let only an official in, who finds nobody else's dossier."""

    @wraps(view)
    def guarded(request: OwnRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.mandate.role != Actor.OFFICIAL or request.mandate.official is None:
            raise PermissionDenied
        request.official = request.mandate.official
        return view(request, *args, **kwargs)

    return acting(guarded)


@require_safe
@for_the_person
def own(request: OwnRequest) -> HttpResponse:
    """Show the own dossier whole."""
    today, official = clock.today(), request.official
    entries = queries.entries_of(official, on=today, with_removed=True)
    is_sanctioned = any(each.entry.input == DossierInput.VIOLATIONS for each in entries)
    values = {
        "official": official,
        "name": masked_name_of(official),
        "number": masked_number_of(official),
        "posts": posts_of(official),
        "entries": entries,
        "opinions": [
            (each, said(each), kind_of(each.matter.kind).state_zh(each.matter.state))
            for each in queries.opinions_told(official)
        ],
        "notices": queries.notices_of(official),
        "looks": queries.looks_at(official),
        "uses": queries.uses_of(official),
        "claims": [
            (each, kind_of(each.matter.kind).state_zh(each.matter.state))
            for each in queries.claims_of(official)
        ],
        "use_zh": _use_zh(official),
        "sanction_remedies": _sanction_remedies(official, today) if is_sanctioned else (),
        "sections": [
            mark_safe(render_to_string(each.template, dict(each.values(official, today)), request=request))
            for each in own_sections()
        ],
        "today": today,
    }
    return render(request, "dossiers/own.html", values)


@require_safe
@for_the_person
def copy(request: OwnRequest) -> HttpResponse:
    """Hand out a copy of the own dossier as data (policy T-57)."""
    told = copy_of(request.official, _use_zh(request.official), on=clock.today())
    headers = {"Content-Disposition": 'attachment; filename="dossier.json"'}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)


@require_safe
@for_the_person
def printed_copy(request: OwnRequest) -> HttpResponse:
    """Hand out a copy of the own dossier as a paper to read and keep (policy T-57)."""
    today = clock.today()
    told = copy_of(request.official, _use_zh(request.official), on=today)
    headers = {"Content-Disposition": 'attachment; filename="dossier.pdf"'}
    try:
        paper = render_pdf(paper_of_copy(request.official, told, on=today))
    except CharacterWithoutGlyph as rare:
        messages.error(request, f"{rare}{_('请下载数据副本，或者请管理员补装字体。')}")
        return redirect("dossiers:own")
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


@require_POST
@for_the_person
def acknowledge_notice(request: OwnRequest, pk: int) -> HttpResponse:
    """Sign for a notice: from this day on the person knows."""
    notice = get_object_or_404(request.official.notices, pk=pk)
    acknowledge(notice=notice, by=request.mandate, at=clock.now())
    messages.success(request, _("已签收告知"))
    return redirect("dossiers:own")


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def object_to_entry(request: OwnRequest, pk: int) -> HttpResponse:
    """Object to an entry, or ask for its correction."""
    entry = _own_entry(request, pk)
    form = ObjectTo(*_sent(request))
    return _filed(
        request,
        form,
        _("提出异议或者请求更正"),
        entry,
        lambda data: claims.object_to(entry=entry, by=request.mandate, at=clock.now(), **data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def report(request: OwnRequest, pk: int) -> HttpResponse:
    """Report recovery, elimination or prevention."""
    entry = _own_entry(request, pk)
    form = ReportRecovery(*_sent(request), choices=recovery_grounds(rulebook_of(entry.rulebook), clock.now()))
    return _filed(
        request,
        form,
        _("申请从宽处理"),
        entry,
        lambda data: claims.report_recovery(entry=entry, by=request.mandate, at=clock.now(), **data),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def remedy_against_entry(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask for a review of an annual grade, or appeal against it."""
    return _remedy(request, claims.About(entry=_own_entry(request, pk)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def remedy_against_opinion(request: OwnRequest, pk: int) -> HttpResponse:
    """Ask for a review of an opinion, or appeal against it."""
    opinion = get_object_or_404(
        request.official.opinions.select_related("matter__organ__superior"),
        pk=pk,
        matter__shown_at__isnull=False,
    )
    return _remedy(request, claims.About(opinion=opinion))


def _remedy(request: OwnRequest, about: claims.About) -> HttpResponse:
    form = SeekRemedy(*_sent(request))
    return _filed(
        request,
        form,
        _("申请复核或者申诉"),
        about.entry,
        lambda data: claims.seek_remedy(
            about=about,
            by=request.mandate,
            at=clock.now(),
            stage=RemedyStage(data.pop("stage")),
            **data,
        ),
    )


def _filed(
    request: OwnRequest, form: forms.Form, title: str, entry: Entry | None, file: Callable[[Any], Any]
) -> HttpResponse:
    """Show the form of a claim, or file it and go to its matter."""
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("desk:matter", file(dict(form.cleaned_data)).pk)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
    shown = next(
        (
            each
            for each in queries.entries_of(request.official, on=clock.today(), with_removed=True)
            if entry is not None and each.entry.pk == entry.pk
        ),
        None,
    )
    return render(request, "dossiers/file.html", {"form": form, "title": title, "about": shown})


def _own_entry(request: OwnRequest, pk: int) -> Entry:
    entries = request.official.entries.select_related("supplier__superior", "official__authority")
    return get_object_or_404(entries, pk=pk)


def _sent(request: OwnRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _sanction_remedies(official: Official, today: date) -> tuple[str, ...]:
    version = versions().of(official.authority.path)
    return remedies_for("sanction", version, today, addressee="official")


def _use_zh(official: Official) -> dict[str, Any]:
    return {
        **dict(uses(current_rulebook(official.authority.path), clock.now())),
        HANDLING: _("办理本人的事项"),
    }
