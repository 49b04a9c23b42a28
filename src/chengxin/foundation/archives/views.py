"""Pages of filing: the table of scope and terms, the filings of each year, a package."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest
from chengxin.foundation.archives import filing as filings
from chengxin.foundation.archives import forms, jobs, queries, tables
from chengxin.foundation.archives.doors import for_the_archives, number
from chengxin.foundation.archives.models import FilingState
from chengxin.foundation.archives.reading import read_package, reads_of
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import clock, files, home
from chengxin.ground.downloads import handed_out


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def overview(request: ActingRequest) -> HttpResponse:
    """Show the table in force, the filings and what is due; draft a table, or file a year."""
    mandate, now, today = request.mandate, clock.now(), clock.today()
    form = forms.Year(request.POST or None, initial={"year": today.year - 1})
    in_the_readers_words(form)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "table":
                return redirect("archives:table", tables.draft_table(by=mandate, at=now).pk)
            if form.is_valid():
                asked = filings.ask_for_filing(by=mandate, at=now, **form.cleaned_data)
                jobs.make.enqueue(asked.pk)
                return redirect("archives:filing", asked.pk)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    organ = mandate.body_id
    values = {
        "form": form,
        "is_archivist": mandate.role in queries.ARCHIVISTS,
        "in_force": queries.table_in_force(organ),
        "draft": queries.draft_of(organ),
        "filings": queries.filings_of(organ)[: queries.PAGE],
        "due": queries.due_for_transfer(organ, on=today).count(),
        "past": queries.past_their_term(organ, on=today).count(),
    }
    return render(request, "archives/overview.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def table(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a version of the table; change the draft, or approve it."""
    mandate, today = request.mandate, clock.today()
    found = get_object_or_404(queries.tables_of(mandate.body_id), pk=pk)
    book, posted = current_rulebook(mandate.body.path), request.POST.get("do", "")
    terms = forms.Terms(
        request.POST if posted == "change" else None,
        table=found,
        scope=book.items(tables.SCOPE, on=today),
        terms=book.items(tables.TERMS, on=today),
    )
    reason = forms.Reason(request.POST if posted == "approve" else None)
    in_the_readers_words(reason)
    try:
        if posted == "change" and terms.is_valid():
            tables.change_table(table=found, terms=terms.cleaned_data, by=mandate, at=clock.now())
            messages.success(request, _("已保存"))
            return redirect("archives:table", pk)
        if posted == "approve" and reason.is_valid():
            tables.approve_table(table=found, by=mandate, at=clock.now(), **reason.cleaned_data)
            messages.success(request, _("已批准，今后按此表归档"))
            return redirect("archives:table", pk)
    except UnableToMove as refusal:
        (terms if posted == "change" else reason).add_error(None, str(refusal))
    values = {
        "table": found,
        "lines": list(found.lines.all()),
        "terms": terms if mandate.role in queries.ARCHIVISTS and not found.approved_at else None,
        "reason": reason if mandate.role in queries.APPROVERS and not found.approved_at else None,
    }
    return render(request, "archives/table.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def filing(request: ActingRequest, pk: int) -> HttpResponse:
    """Show a filing, how far it is, and its cases; begin again where it failed; check its package."""
    found = get_object_or_404(queries.filings_of(request.mandate.body_id), pk=pk)
    is_archivist = request.mandate.role in queries.ARCHIVISTS
    if request.method == "POST" and is_archivist:
        if request.POST.get("do") == "again" and found.state == FilingState.FAILED:
            jobs.make.enqueue(found.pk)
            messages.success(request, _("已重新开始，从中断的地方继续"))
        elif request.POST.get("do") == "check" and found.package:
            jobs.check.enqueue(found.pk)
            messages.success(request, _("已开始核对，结果稍后显示在本页"))
        return redirect("archives:filing", pk)
    cases = queries.cases_of(found, after=number(request.GET.get("after", "")))
    values = {
        "filing": found,
        "cases": cases[: queries.PAGE],
        "more": cases[queries.PAGE - 1].place if len(cases) > queries.PAGE else 0,
        "is_archivist": is_archivist,
        "reads": reads_of(found),
        "kind_zh": lambda kind: kind_of(kind).lifecycle.zh,
    }
    return render(request, "archives/filing.html", values)


@require_safe
@for_the_archives
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a filing is, to be put in its place on the page."""
    found = get_object_or_404(queries.filings_of(request.mandate.body_id), pk=pk)
    answer = render(request, "archives/progress.html", {"filing": found})
    if not found.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_archives
def package(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Hand a package out to who said what for; every taking is kept."""
    found = get_object_or_404(queries.filings_of(request.mandate.body_id), pk=pk)
    if not found.package or not files.path_of(home.current(), found.package).exists():
        raise Http404
    form = forms.Purpose(request.POST or None)
    in_the_readers_words(form)
    if request.method == "POST" and form.is_valid():
        try:
            read_package(filing=found, by=request.mandate, at=clock.now(), **form.cleaned_data)
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            name = f"archive-{found.year}-{found.serial}.zip"
            return handed_out(home.current(), found.package, name=name, media_type="application/zip")
    return render(request, "archives/package.html", {"filing": found, "form": form})
