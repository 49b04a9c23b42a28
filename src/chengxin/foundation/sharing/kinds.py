"""Plugs of shared data: the matter of stopped sharing, what silence brings about, the probing of the night."""

from chengxin.foundation.deadlines.models import Rung
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.deadlines.plugs import Effect, plug_effect
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.handovers.plugs import Holding, plug_holding
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.foundation.sharing import forms, jobs, owing, papers
from chengxin.foundation.sharing.sections import key_lines, stop_section
from chengxin.foundation.transparency.plugs import plug_after_end
from chengxin_core.lifecycle.sharing import SHARING_STOP, SharingStopState
from chengxin_core.lifecycle.table import Actor

plug_kind(
    MatterKind(
        code="sharing_stop",
        lifecycle=SHARING_STOP,
        buttons=(
            Button(
                "note_urging",
                "登记催办情况",
                frozenset({SharingStopState.ESCALATED}),
                frozenset({Actor.CREDIT_OFFICER}),
                owing.note_urging,
                forms.Urged,
                ("C-31", "Q-32"),
            ),
            button_of_move(SHARING_STOP, "conclude", owing.conclude, forms.Reason),
        ),
    )
)
plug_holding(Holding("sharing", key_lines))
plug_section(Section("sharing.stop", "sharing_stop", "sharing/stop.html", stop_section))
plug_document(
    DocumentKind(
        owing.URGING,
        "停止共享催告函",
        papers.urging,
        still_wanted=papers.still_wanted,
        sections=("存在的问题", "请你单位"),
    )
)
plug_effect(Effect(owing.CLOCK, Rung.RED, owing.escalate))
plug_after_end("sharing.owe_answers", owing.owe_answers)
plug_nightly(Nightly("sharing.probe", "核查共享单位的回执", 70, jobs.probe_answers))
