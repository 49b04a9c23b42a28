"""参加评议: which reviews are open, as the public door is told; whether a code entitles to a ballot about a body."""

from collections.abc import Callable
from datetime import date

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.polls import Entitlement, Poll
from chengxin.foundation.reception.queries import voice_by_code
from chengxin.ground.ciphers import blind_indexes
from chengxin.mechanisms.ratings.models import Campaign, Invitation
from chengxin.mechanisms.ratings.queries import questions_in
from chengxin_core.lifecycle.ratings import CampaignState, Electorate, Satisfaction

INVITATION = "ratings.invitation"
_NEEDS = {
    Electorate.ANYBODY: Entitlement.NOTHING,
    Electorate.INVITED: Entitlement.INVITATION,
    Electorate.SERVED: Entitlement.RECEIPT_CODE,
}


def box_of(matter: Matter) -> str:
    """Return the name of the box that holds the ballots of a review."""
    return f"poll/{matter.pk}"


def open_on(on: date) -> list[Poll]:
    """Return the reviews in which one may take part on a day, those that end first before the others."""
    held = Campaign.objects.filter(
        matter__state=CampaignState.APPROVED, opens_on__lte=on, closes_on__gte=on
    ).select_related("matter__organ")
    return [_poll(each) for each in held.prefetch_related("bodies").order_by("closes_on", "pk")]


def _poll(campaign: Campaign) -> Poll:
    matter, electorate = campaign.matter, Electorate(campaign.electorate)
    return Poll(
        number=matter.pk,
        title=matter.title,
        organ=matter.organ.name,
        opens_on=campaign.opens_on,
        closes_on=campaign.closes_on,
        bodies=tuple(
            (body.pk, body.name) for body in sorted(campaign.bodies.all(), key=lambda each: each.path)
        ),
        questions=tuple((item.code, item.zh) for item in questions_in(matter, campaign.questions)),
        grades=tuple((grade, grade.zh) for grade in Satisfaction),
        needs=_NEEDS[electorate],
        minimum=campaign.minimum,
        is_demo=matter.is_demo,
        admits=_admits(campaign.pk, electorate),
    )


def _admits(campaign: int, electorate: Electorate) -> Callable[[str, str], bool]:
    def invited(code: str, body: str) -> bool:
        digests = blind_indexes(code, purpose=INVITATION)
        return Invitation.objects.filter(campaign=campaign, digest__in=digests).exists()

    def served(code: str, body: str) -> bool:
        voice = voice_by_code(code)
        matter = voice.matter if voice is not None else None
        return matter is not None and body in {matter.body_id, matter.organ_id}

    return served if electorate is Electorate.SERVED else invited
