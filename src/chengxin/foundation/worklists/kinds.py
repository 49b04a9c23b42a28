"""Plugs of the lists: a consultation as a kind of matter, 提醒函, and what every matter's page shows."""

from collections.abc import Callable

from django.db.models import Q

from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.documents.plugs import DocumentKind, Precondition, plug_document, plug_precondition
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    EVERY_KIND,
    Follower,
    MatterKind,
    Section,
    button_of_move,
    plug_follower,
    plug_kind,
    plug_section,
)
from chengxin.foundation.worklists import consulting, filed, forms, papers, sections
from chengxin_core.lifecycle.consultations import CONSULTATION, ConsultationKind


def _asks_for(purpose: ConsultationKind) -> Callable[[Matter], bool]:
    return lambda matter: matter.consultation.purpose == purpose


_COUNTERSIGN = _asks_for(ConsultationKind.COUNTERSIGN)
_IS_COUNTERSIGN = Q(consultation__purpose=ConsultationKind.COUNTERSIGN)

plug_kind(
    MatterKind(
        code="consultation",
        lifecycle=CONSULTATION,
        buttons=(
            button_of_move(
                CONSULTATION, "agree", consulting.agree, forms.Opinion, _COUNTERSIGN, _IS_COUNTERSIGN
            ),
            button_of_move(
                CONSULTATION, "differ", consulting.differ, forms.Difference, _COUNTERSIGN, _IS_COUNTERSIGN
            ),
            button_of_move(
                CONSULTATION,
                "reply",
                consulting.reply,
                forms.Reply,
                _asks_for(ConsultationKind.ASSIST),
                Q(consultation__purpose=ConsultationKind.ASSIST),
            ),
        ),
    )
)
plug_document(
    DocumentKind(
        papers.REMINDER,
        "提醒函",
        papers.reminder,
        still_wanted=papers.still_wanted,
        sections=("提醒事项",),
        typed=(("text", "提醒的内容"),),
    )
)
plug_precondition(Precondition("worklists.countersign", consulting.why_not_issued))
plug_follower(Follower("worklists.withdraw", "document", "cancelled", consulting.follow_cancelled))
plug_section(
    Section("worklists.consultation", "consultation", "worklists/consultation.html", sections.consultation)
)
plug_section(Section("worklists.panel", EVERY_KIND, "worklists/panel.html", sections.panel))
for _contents in filed.CONTENTS:
    plug_contents(_contents)
