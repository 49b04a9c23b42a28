"""Pages of documents: two versions side by side, and the number books of one's own organ."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.documents import comparing, queries
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.queries import name_of, visible_matter


@require_safe
@acting
def compare(request: ActingRequest, pk: int) -> HttpResponse:
    """Show two versions of a document side by side, to who handles it: drafts are not for the addressee."""
    found = get_object_or_404(visible_matter(request.mandate, pk).filter(kind="document", archived_at=None))
    if not handles(request.mandate, found):
        raise Http404
    request.about = name_of(found)
    versions = queries.versions_of(found.document)
    by_number = {str(each.number): each for each in versions}
    if not versions:
        raise Http404
    after = by_number.get(request.GET.get("after", ""), versions[-1])
    before = by_number.get(request.GET.get("before", ""), versions[max(0, len(versions) - 2)])
    values = {
        "matter": found,
        "versions": versions,
        "before": before,
        "after": after,
        "pairs": comparing.compare(before.said, after.said),
    }
    return render(request, "documents/compare.html", values)


@require_safe
@acting
def numbers(request: ActingRequest) -> HttpResponse:
    """Show the number book of a year of one's own organ, the last number first."""
    book = queries.book_of(request.mandate, request.GET.get("year", ""))
    key = request.GET.get("after", "")
    given = (
        queries.numbers_in(book, before=int(key) if key.isdecimal() and len(key) < 9 else None)
        if book
        else []
    )
    values = {
        "books": queries.books_of(request.mandate),
        "book": book,
        "given": given[:50],
        "titles": queries.titles_seen(request.mandate, [each.matter_id for each in given]),
        "missing": queries.missing_in(book) if book else [],
        "next_address": f"?year={book.year}&after={given[49].serial}" if book and len(given) > 50 else "",
    }
    return render(request, "documents/numbers.html", values)
