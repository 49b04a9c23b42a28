"""What is answered on demand: search, receipts, and pages of places about which nothing was ever published.

Where `front` stands before, stored pages never come here; without it they are answered here, only slower.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from chengxin.doors.disclosure import proofs, queries, rendering, rules
from chengxin.doors.disclosure import witnesses as witness_pages
from chengxin.doors.disclosure.models import Body, Document, Page, Region
from chengxin.doors.disclosure.search import LONGEST_QUERY
from chengxin.ground import clock
from chengxin_core.ledger.entry import Entry

JSON = "application/json; charset=utf-8"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    return _stored(request) or _made_now(request, rendering.home_pages())


@require_safe
def region(request: HttpRequest, region_id: str) -> HttpResponse:
    """A region, whether or not anything was ever published in it."""
    return _stored(request) or _made_now(
        request, rendering.region_pages(get_object_or_404(Region, id=region_id))
    )


@require_safe
def body(request: HttpRequest, body_id: str) -> HttpResponse:
    """A body, whether or not anything was ever published about it."""
    return _stored(request) or _made_now(request, rendering.body_pages(get_object_or_404(Body, id=body_id)))


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of withdrawals, feed and sitemap."""
    return _stored(request) or _made_now(request, rendering.register_pages())


@require_safe
def witnesses(request: HttpRequest) -> HttpResponse:
    """Who has witnessed the log, and when last."""
    return _made_now(request, witness_pages.pages(at=clock.now()))


@require_safe
def record(request: HttpRequest, key: str) -> HttpResponse:
    """What was published under a key, or that it ended."""
    answer = _stored(request)
    if answer is None:
        raise Http404
    return answer


@require_safe
def rule(request: HttpRequest, rule_id: str = "") -> HttpResponse:
    """A rule of the law that the platform works by, or the list of all."""
    answer = _stored(request)
    if answer is None and rule_id:
        raise Http404
    return answer or _made_now(request, rules.no_rule_pages())


@require_safe
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """How what was published under a key stands, and nothing else."""
    return _stored(request) or _made_now(
        request, rendering.verify_pages(get_object_or_404(Document, key=key))
    )


@require_safe
def qr_code(request: HttpRequest, key: str) -> HttpResponse:
    """The QR code of what is in force under `key`, or that it ended."""
    return _stored(request) or _not_to_be_kept(
        HttpResponse(rendering.qr_code(get_object_or_404(Document, key=key)), content_type="image/svg+xml")
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is in force and holds every word of `q`, newest first."""
    text = request.GET.get("q", "")[:LONGEST_QUERY].strip()
    before = request.GET.get("before", "")
    found = queries.found(text, before=int(before) if before.isdecimal() and len(before) < 18 else None)
    if request.path.endswith("index.json"):
        twin = {
            "q": text,
            "records": rendering.documents_json(found.documents),
            "next_before": found.next_before,
        }
        return JsonResponse(twin, json_dumps_params={"ensure_ascii": False})
    language = _language()
    address = f"{'/en' if language == 'en' else ''}/search/"
    values = {
        "search_text": text,
        "documents": found.documents,
        "bodies": queries.bodies_named(text) if not before else [],
        "severities": rendering.severities(),
        "next_address": f"{address}?{urlencode({'q': text, 'before': found.next_before})}"
        if found.next_before
        else "",
        "first_address": f"{address}?{urlencode({'q': text})}" if before else "",
    }
    query = f"?{urlencode({'q': text})}" if text else ""
    page = rendering.in_language("search", "/search/", values, language, query=query)
    return HttpResponse(page, headers={"X-Robots-Tag": "noindex"})


@require_safe
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """The receipt of what is in force under `key`, or that it ended."""
    ended = _stored(request)
    if ended:
        return ended
    document = get_object_or_404(Document, key=key)
    try:
        answer = HttpResponse(proofs.receipt_of(document), content_type=JSON)
    except proofs.NoCheckpointYet:
        raise Http404 from None
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{key[:8]}.json"'
    return _not_to_be_kept(answer)


@require_safe
def content(request: HttpRequest, key: str, version: str) -> HttpResponse:
    """Content and salt of a version in force, beside the log."""
    document = get_object_or_404(Document, key=key)
    if Entry.from_bytes(bytes(document.entry)).version != int(version):
        raise Http404
    return _not_to_be_kept(HttpResponse(proofs.content_file(document), content_type=JSON))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone."""
    lines = ("User-agent: *", "Disallow: /desk/", "Disallow: /search/", "Disallow: /en/search/")
    return HttpResponse(
        "\n".join((*lines, f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml", "")), content_type="text/plain"
    )


def _stored(request: HttpRequest) -> HttpResponse | None:
    page = Page.objects.filter(path=request.path).first()
    if page is None:
        return None
    return _not_to_be_kept(HttpResponse(bytes(page.body), page.media_type, page.status))


def _made_now(request: HttpRequest, pages: Iterator[rendering.Rendered]) -> HttpResponse:
    page = rendering.one_page(pages, request.path)
    return _not_to_be_kept(HttpResponse(page.body, content_type=page.media_type))


def _not_to_be_kept(answer: HttpResponse) -> HttpResponse:
    """Let no cache answer without asking us: what is shown today may have to be gone tomorrow."""
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _language() -> str:
    return "en" if (translation.get_language() or "").startswith("en") else "zh"
