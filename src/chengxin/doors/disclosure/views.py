"""What is answered on demand: search, receipts, and pages of places about which nothing was ever published.

Where `front` stands before, stored pages never come here; without it they are answered here, only slower.
"""

from collections.abc import Iterator
from importlib import resources

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.views.decorators.http import require_safe

from chengxin.doors.disclosure import asked as asked_figures
from chengxin.doors.disclosure import (
    open_data,
    privacy_notice,
    proofs,
    rendering,
    results,
    rules,
    sitemaps,
    surveys,
)
from chengxin.doors.disclosure import promises as promise_pages
from chengxin.doors.disclosure import proposals as proposal_pages
from chengxin.doors.disclosure import witnesses as witness_pages
from chengxin.doors.disclosure.models import Body, Document, Page, Region
from chengxin.ground import clock
from chengxin_core.ledger.entry import Entry

JSON = "application/json; charset=utf-8"
NOT_FOR_ROBOTS = ("/desk/", "/accounts/", "/search/")


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
    return _stored(request) or _made_now(request, rendering.body_pages([get_object_or_404(Body, id=body_id)]))


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """The register of withdrawals, and the feed."""
    return _stored(request) or _made_now(request, rendering.register_pages())


@require_safe
def sitemap(request: HttpRequest, name: str = "") -> HttpResponse:
    """The map of the site, or a part of it."""
    found = sitemaps.sitemap(name) if name else sitemaps.index()
    if found is None:
        raise Http404
    return _not_to_be_kept(HttpResponse(found, content_type=rendering.XML))


@require_safe
def witnesses(request: HttpRequest) -> HttpResponse:
    """Who has witnessed the log, and when last."""
    return _made_now(request, witness_pages.pages(at=clock.now()))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What can be had in bulk, and how to check it."""
    return _made_now(request, open_data.pages())


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """How often was asked for which purpose; nothing before figures were given out."""
    return _stored(request) or _made_now(request, asked_figures.asked_pages([]))


@require_safe
def record(request: HttpRequest, key: str) -> HttpResponse:
    """What was published under a key, or that it ended."""
    answer = _stored(request)
    if answer is None:
        raise Http404
    return answer


@require_safe
def promises(request: HttpRequest, region_id: str = "", body_id: str = "") -> HttpResponse:
    """The board of promises of a body, a region, or the province."""
    place = promise_pages.Place(
        region=get_object_or_404(Region, id=region_id) if region_id else None,
        body=get_object_or_404(Body, id=body_id) if body_id else None,
    )
    narrowed = promise_pages.Narrowed.of(request.GET.dict(), promise_pages.KNOWN)
    return _made_now(request, promise_pages.board_pages(place, narrowed))


@require_safe
def promises_feed(request: HttpRequest) -> HttpResponse:
    """The feed of promises."""
    page = promise_pages.feed()
    return _not_to_be_kept(HttpResponse(page.body, content_type=page.media_type))


@require_safe
def reviews(request: HttpRequest) -> HttpResponse:
    """The results of public reviews."""
    return _made_now(request, surveys.list_pages(surveys.REVIEWS, request.GET.get("before", "")))


@require_safe
def complaint_counts(request: HttpRequest) -> HttpResponse:
    """The figures of complaints, month by month."""
    return _made_now(request, surveys.list_pages(surveys.MONTHS, request.GET.get("before", "")))


@require_safe
def figures_feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The feed of reviews, or of the figures of complaints."""
    page = surveys.feed(surveys.SERIES[kind])
    return _not_to_be_kept(HttpResponse(page.body, content_type=page.media_type))


@require_safe
def proposals(request: HttpRequest, region_id: str = "", body_id: str = "") -> HttpResponse:
    """The board of suggestions and proposals that a body answers, of a region, or of the province."""
    place = proposal_pages.place_of(
        region=get_object_or_404(Region, id=region_id) if region_id else None,
        body=get_object_or_404(Body, id=body_id) if body_id else None,
    )
    narrowed = promise_pages.Narrowed.of(request.GET.dict(), proposal_pages.KNOWN)
    return _made_now(request, proposal_pages.board_pages(place, narrowed))


@require_safe
def proposals_feed(request: HttpRequest) -> HttpResponse:
    """The feed of suggestions and proposals."""
    page = proposal_pages.feed()
    return _not_to_be_kept(HttpResponse(page.body, content_type=page.media_type))


@require_safe
def site_card(request: HttpRequest) -> HttpResponse:
    """What the settings say of the site."""
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
def privacy(request: HttpRequest) -> HttpResponse:
    """The notice of what personal information is processed."""
    return _stored(request) or _made_now(request, privacy_notice.notice_pages(None))


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
    """What is in force, holds every word of `q` and has the values chosen, newest first."""
    found = results.results_of(results.Asked.of(request.GET.dict()))
    if request.path.endswith("index.json"):
        return JsonResponse(results.twin(found), json_dumps_params={"ensure_ascii": False})
    return HttpResponse(results.page(found, _language()), headers={"X-Robots-Tag": "noindex"})


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
def entry_schema(request: HttpRequest) -> HttpResponse:
    """The JSON schema of the log's entries."""
    schema = resources.files("chengxin_core.ledger").joinpath("entry.schema.json")
    return HttpResponse(schema.read_bytes(), content_type="application/schema+json; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines are asked to leave alone."""
    refused = [f"Disallow: {prefix}{place}" for prefix in ("", "/en") for place in NOT_FOR_ROBOTS]
    lines = ("User-agent: *", *refused, f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml", "")
    return _not_to_be_kept(HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8"))


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
