"""Every read of received opinions that another part may make."""

from datetime import date

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin.mechanisms.opinions.models import ReceivedOpinion
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.opinions import RECEIVED_OPINION
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item

SOURCES = "received_opinions"
MEDIA = "public_opinion_sources"
CLOCK = "opinion.answer"
MEDIA_CLOCK = "public_opinion.answer"
PAGE_SIZE = 30


def opinion_of(matter: Matter) -> ReceivedOpinion:
    """Return the received opinion that a matter is; it holds this very matter."""
    opinion = ReceivedOpinion.objects.select_related("lead__matter").get(pk=matter.pk)
    opinion.matter = matter
    return opinion


def sources_of(book: Rulebook, *, on: date) -> tuple[Item, ...]:
    """Return the kinds of opinion that a rulebook knows: of organs, then of the media."""
    return (*book.items(SOURCES, on=on), *book.items(MEDIA, on=on))


def sources_on(where: str, *, on: date) -> tuple[Item, ...]:
    """Return the kinds of opinion that the current rules of a place know."""
    return sources_of(current_rulebook(where), on=on)


def is_of_the_media(code: str, book: Rulebook, *, on: date) -> bool:
    """Say whether a source is the press or a programme, which sends no paper."""
    return code in {item.code for item in book.items(MEDIA, on=on)}


def visible_opinions(mandate: Mandate) -> MatterQuerySet:
    """Return the matters of received opinions that `mandate` may see."""
    return visible_matters(mandate).of_kind(RECEIVED_OPINION.kind).select_related("body", "received_opinion")


def source_zh(matter: Matter, code: str) -> str:
    """Return the wording of a source; the code itself where the list has it no more."""
    items = sources_of(rulebook_of(matter.rulebook), on=legal_day(matter.opened_at))
    return next((item.zh for item in items if item.code == code), code)


def listed(mandate: Mandate, words: str = "") -> MatterQuerySet:
    """Return the opinions that `mandate` may see, the newest first."""
    seen: MatterQuerySet = visible_opinions(mandate).filter(archived_at=None)
    if words:
        about = Q(received_opinion__number__icontains=words) | Q(received_opinion__issuer__icontains=words)
        seen = seen.filter(about | Q(title__icontains=words) | Q(body__name__icontains=words))
    return seen.select_related("received_opinion").order_by("-pk")


def page_of(
    mandate: Mandate, words: str = "", *, after: str = "", size: int = PAGE_SIZE
) -> tuple[list[Matter], str]:
    """Return one page of the opinions that `mandate` may see, the newest first, and the key of the next page."""
    seen = listed(mandate, words)
    if after.isascii() and after.isdecimal() and len(after) < 19:
        seen = seen.filter(pk__lt=int(after))
    found = list(seen[: size + 1])
    shown = found[:size]
    return shown, str(shown[-1].pk) if len(found) > size else ""
