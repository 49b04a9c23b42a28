"""Pages of help: the contents, one page, the first day of a post, the terms."""

from datetime import date
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from chengxin.doors.help import texts
from chengxin.doors.help.manual import TITLE, manual
from chengxin.doors.help.markdown import as_html
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.ground import clock
from chengxin.ground.attachments import MEDIA_TYPES
from chengxin_core.calendar import beginning_of


@require_safe
@acting
def contents(request: ActingRequest) -> HttpResponse:
    """List every page of help."""
    own = texts.first_day_of(request.mandate.role)
    return render(request, "help/contents.html", {"pages": texts.pages(), "own": own})


@require_safe
@acting
def page(request: ActingRequest, slug: str) -> HttpResponse:
    """Show the help of a page of the desk."""
    found = next((each for each in texts.pages() if each.slug == slug), None)
    if found is None:
        raise Http404
    values = {"page": found, "text": as_html(found.text), "terms": texts.terms_on(found)}
    return render(request, "help/page.html", values)


@require_safe
@acting
def first_day(request: ActingRequest, role: str = "") -> HttpResponse:
    """Show the first day of a post: one's own, or that of another role."""
    found = texts.first_day_of(role or request.mandate.role)
    if found is None:
        raise Http404
    values = {
        "page": found,
        "text": as_html(found.text),
        "others": texts.first_days().items(),
        "role": found.names[0],
    }
    return render(request, "help/first_day.html", values)


@require_safe
@acting
def glossary(request: ActingRequest) -> HttpResponse:
    """List the terms with their meaning."""
    return render(request, "help/glossary.html", {"terms": texts.terms()})


@require_safe
@acting
def manual_file(request: ActingRequest) -> HttpResponse:
    """Hand out the whole manual, to be printed."""
    answer = HttpResponse(_manual_of(clock.today()), content_type=MEDIA_TYPES["pdf"])
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{TITLE}.pdf") or "attachment"
    return answer


@lru_cache(maxsize=1)
def _manual_of(day: date) -> bytes:
    """Return the manual as of a day; set once a day in a process, since it is the same for everybody."""
    return manual(at=beginning_of(day))
