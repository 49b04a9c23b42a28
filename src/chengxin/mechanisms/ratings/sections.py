"""What the pages of matters show of a bad rating, and of a review."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.ratings.operations import appeal_until
from chengxin.mechanisms.ratings.queries import bad_rating_of, campaign_of, grade_zh, questions_in, words_of
from chengxin.mechanisms.ratings.showing import KIND
from chengxin_core.commitments import Share
from chengxin_core.lifecycle.ratings import CampaignState, Electorate


def bad_rating_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what was said and what came of it: to the organ that handles it, and to the body rated."""
    bad = bad_rating_of(matter)
    rating = bad.rating
    return {
        "grade": grade_zh(rating.grade),
        "again": grade_zh(rating.again),
        "rated": rating.rated,
        "words": words_of(rating),
        "is_late": bad.is_late,
        "counts": rating.counts,
        "appeal_until": appeal_until(matter),
        "appeals": notes_of(matter, Part.OBJECTION),
        "answers": notes_of(matter, Part.ANSWER),
    }


def campaign_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the plan of a review, and its result once it was counted."""
    campaign = campaign_of(matter)
    asked = questions_in(matter, campaign.questions)
    bodies = {body.pk: body for body in campaign.bodies.order_by("path")}
    return {
        "campaign": campaign,
        "electorate": Electorate(campaign.electorate).zh,
        "questions": [item.zh for item in asked],
        "bodies": list(bodies.values()),
        "invited": campaign.invitations.count(),
        "takes_invitations": campaign.electorate == Electorate.INVITED
        and matter.state in {CampaignState.DRAFTED, CampaignState.APPROVED},
        "results": [
            (bodies[told["body"]].name, told["ballots"], [_worded(each) for each in told["answers"]])
            for told in campaign.result or []
        ],
        "publication": publication_in_force(matter, KIND),
    }


def _worded(answer: Mapping[str, Any]) -> str:
    share = Share(answer["content"], answer["of"], answer["point"], answer["low"], answer["high"])
    return share.shown
