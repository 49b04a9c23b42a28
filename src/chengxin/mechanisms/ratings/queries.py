"""Reads of ratings and reviews that other rooms may make."""

from collections.abc import Collection
from datetime import datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import affairs_of, visible_matters
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground.ciphers import unseal
from chengxin.mechanisms.ratings.models import BadRating, Campaign, Rating
from chengxin_core.lifecycle.ratings import BAD_RATING, BAD_RATINGS, CAMPAIGN, BadRatingState, Satisfaction
from chengxin_core.rulebook.entries import Item

WORDS = "ratings.words"
QUESTIONS = "campaign_questions"
SHARE_MINIMUM = "rating.share_minimum"
PAGE_SIZE = 30


def grade_of(rated: Matter) -> str:
    """Return the grade that a finished matter was given first; '' where it was not rated."""
    return Rating.objects.filter(pk=rated.pk).values_list("grade", flat=True).first() or ""


def grade_zh(grade: str) -> str:
    """Return the wording of a grade; '' of none."""
    return Satisfaction(grade).zh if grade else ""


def words_of(rating: Rating) -> str:
    """Return the words that came with a rating."""
    return unseal(bytes(rating.sealed), purpose=WORDS) if rating.sealed else ""


def bad_rating_of(matter: Matter) -> BadRating:
    """Return the bad rating that `matter` handles."""
    return BadRating.objects.select_related("matter__body", "matter__organ", "rating__rated").get(
        pk=matter.pk
    )


def waits_for_another_grade(rated: Matter) -> Matter | None:
    """Return the bad rating of a matter that was put right and may now be given another grade."""
    found = Matter.objects.filter(bad_rating__rating=rated.pk, state=BadRatingState.REPLIED)
    return found.select_related("body", "organ").first()


def rated_between(
    begins: datetime, ends: datetime, *, among: MatterQuerySet
) -> tuple[list[tuple[int, str]], int]:
    """Return which of these matters were rated in a time, with the body that each is about, and how many not badly.

    A rating that was found to be wrong counts for nothing (policy X-34).
    """
    given = Rating.objects.filter(
        rated__in=among.order_by().values("pk"), at__gte=begins, at__lt=ends, counts=True
    )
    rows = list(given.order_by("pk").values_list("pk", "rated__body", "grade"))
    return [(pk, body) for pk, body, _ in rows], sum(grade not in BAD_RATINGS for *_, grade in rows)


def campaign_of(matter: Matter) -> Campaign:
    """Return the review that `matter` is."""
    return Campaign.objects.select_related("matter__organ").get(pk=matter.pk)


def campaigns_of(mandate: Mandate) -> MatterQuerySet:
    """Return the reviews in which `mandate` takes part, the newest first."""
    return affairs_of(mandate).of_kind(CAMPAIGN.kind)


def bad_ratings_seen_by(mandate: Mandate) -> MatterQuerySet:
    """Return the bad ratings that `mandate` may see, the newest first."""
    return visible_matters(mandate).of_kind(BAD_RATING.kind).order_by("-pk")


def questions_in(matter: Matter, codes: Collection[str] | None = None) -> list[Item]:
    """Return the questions of the matter's rulebook; only those named, in their order, if any are."""
    items = rulebook_of(matter.rulebook).items(QUESTIONS, on=matter.opened_at.date())
    if codes is None:
        return list(items)
    by_code = {item.code: item for item in items}
    return [by_code[code] for code in codes if code in by_code]
