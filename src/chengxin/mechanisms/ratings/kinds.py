"""Plugs of ratings and reviews: kinds of matter with buttons, clocks, what is sealed, polls, what is published."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.deadlines.models import Deadline, Rung
from chengxin.foundation.deadlines.plugs import Effect, plug_effect
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import MatterKind, Section, button_of_move, plug_kind, plug_section
from chengxin.foundation.reception.polls import Polls, plug_polls
from chengxin.foundation.transparency.plugs import PublicationKind, plug_publication
from chengxin.ground import clock
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.mechanisms.ratings import campaigns, filed, forms, operations, polling, showing
from chengxin.mechanisms.ratings.campaign_content import FORMAT, CampaignContent
from chengxin.mechanisms.ratings.models import Rating
from chengxin.mechanisms.ratings.queries import WORDS
from chengxin.mechanisms.ratings.sections import bad_rating_section, campaign_section
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ratings import BAD_RATING, CAMPAIGN


def _may_appeal(matter: Matter) -> bool:
    is_first = not matter.moves.filter(code="appeal").exists()
    return is_first and clock.today() <= operations.appeal_until(matter)


def _is_over(matter: Matter) -> bool:
    closes_on: date = matter.campaign.closes_on
    return legal_day(clock.now()) > closes_on


_counts_late = Q(Exists(Deadline.objects.running().filter(matter=OuterRef("pk"), clock=campaigns.COUNT)))

plug_kind(
    MatterKind(
        code=BAD_RATING.kind,
        lifecycle=BAD_RATING,
        buttons=(
            button_of_move(BAD_RATING, "find_valid", operations.find_valid, forms.Found),
            button_of_move(BAD_RATING, "find_invalid", operations.find_invalid, forms.ToldReason, waits=None),
            button_of_move(BAD_RATING, "reply", operations.reply, forms.Reply),
            button_of_move(BAD_RATING, "appeal", operations.appeal, forms.Appeal, _may_appeal, waits=None),
            button_of_move(
                BAD_RATING,
                "uphold_appeal",
                operations.uphold_appeal,
                forms.ToldReason,
                barred=operations.why_not_decided_by,
            ),
            button_of_move(
                BAD_RATING,
                "reject_appeal",
                operations.reject_appeal,
                forms.Found,
                barred=operations.why_not_decided_by,
            ),
            forms.call_back_button(operations.call_back),
            button_of_move(BAD_RATING, "send_back", operations.send_back, forms.Found),
            button_of_move(BAD_RATING, "conclude", operations.conclude, forms.ToldReason, waits=None),
        ),
    )
)
plug_kind(
    MatterKind(
        code=CAMPAIGN.kind,
        lifecycle=CAMPAIGN,
        buttons=(
            button_of_move(CAMPAIGN, "approve", campaigns.approve, barred=campaigns.why_not_approved_by),
            button_of_move(CAMPAIGN, "count", campaigns.count, offered=_is_over, waits=_counts_late),
            button_of_move(CAMPAIGN, "show", showing.show, forms.Release),
            button_of_move(CAMPAIGN, "call_off", campaigns.call_off, forms.Found, waits=None),
            button_of_move(CAMPAIGN, "take_down", showing.take_down, forms.Found, waits=None),
        ),
    )
)
plug_section(Section("ratings.bad_rating", BAD_RATING.kind, "ratings/bad_rating.html", bad_rating_section))
plug_section(Section("ratings.campaign", CAMPAIGN.kind, "ratings/campaign.html", campaign_section))
plug_effect(Effect(operations.RECTIFY, Rung.RED, operations.lapse))
plug_sealed(Sealed("ratings.words", "评价的文字", Rating, "sealed", WORDS))
plug_polls(Polls("ratings.campaigns", "群众评议", polling.open_on))
plug_publication(
    PublicationKind(
        code=showing.KIND,
        zh="群众评议结果",
        schema=CampaignContent,
        format=FORMAT,
        listing=("title", "organ", "closes_on", "published_on"),
    )
)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
