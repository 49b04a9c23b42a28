"""Plugs of measures and rectifications."""

from chengxin.chain.consequences import (
    ends,
    filed,
    forms,
    hearing,
    ladder,
    operations,
    papers,
    rectifying,
    sections,
    showing,
    tracking,
)
from chengxin.chain.consequences.notified import needs_a_notice
from chengxin.chain.consequences.operations import PROPOSABLE
from chengxin.chain.consequences.queries import (
    EXPLANATION,
    MENDING,
    NOTICE_OF_MEASURES,
    PROGRESS,
    awaiting_hearing,
    clocked,
    has_been_sent_back,
    has_explained,
    has_planned,
    is_exempted,
    is_notice_under_review,
    measures_of,
    needs_another_verifier,
    offers_for,
    rectification_of,
    unnoticed,
)
from chengxin.chain.records.correcting import follow_corrections
from chengxin.chain.records.queries import is_in_force
from chengxin.chain.records.showing import contribute
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.deadlines.models import Rung
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.deadlines.plugs import Effect, plug_effect
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    Follower,
    MatterKind,
    Section,
    button_of_move,
    plug_button,
    plug_follower,
    plug_kind,
    plug_section,
)
from chengxin.foundation.matters.queries import has_child
from chengxin.ground import clock
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import MEASURE, RECTIFICATION, MeasureState
from chengxin_core.lifecycle.table import Actor

_OFFICER = frozenset({Actor.CREDIT_OFFICER})
_HEAD = frozenset({Actor.CREDIT_HEAD})
_LIAISON = frozenset({Actor.LIAISON})
_TOLD = frozenset({"noticed", "heard", "active"})
_ACTIVE = frozenset({"active"})


def _may_propose(matter: Matter) -> bool:
    if is_exempted(matter) or (matter.state == "accepted" and is_notice_under_review(matter)):
        return False
    return bool(offers_for(matter, on=legal_day(matter.moved_at)))


def _has_undecided(matter: Matter) -> bool:
    return bool(measures_of(matter, MeasureState.PROPOSED, MeasureState.NOTICED, MeasureState.HEARD))


def _may_order(matter: Matter) -> bool:
    return rectification_of(matter) is None and bool(clocked(matter, on=legal_day(matter.moved_at)))


def _must_tell_first(matter: Matter) -> bool:
    return matter.state == "proposed" and needs_a_notice(matter.rectification, on=legal_day(matter.moved_at))


def _may_draft_notice_of_order(matter: Matter) -> bool:
    return _must_tell_first(matter) and not has_document(matter, hearing.NOTICE_OF_ORDER)


def _may_draft_order(matter: Matter) -> bool:
    return not _must_tell_first(matter) and not has_document(matter, rectifying.ORDER)


def _record_in_force(matter: Matter) -> bool:
    return matter.parent is not None and is_in_force(matter.parent)


def _may_plan(matter: Matter) -> bool:
    return has_explained(matter) and not has_planned(matter) and not matter.rectification.is_explanation_only


def _why_not_verified_by(matter: Matter, by: Mandate) -> str:
    return needs_another_verifier(matter.rectification, by, on=clock.today())


def _has_milestones_left(matter: Matter) -> bool:
    return matter.rectification.milestones.filter(done_on=None).exists()


plug_kind(
    MatterKind(
        code="measure",
        lifecycle=MEASURE,
        buttons=(
            button_of_move(MEASURE, "decide", operations.decide, forms.Decide, offered=_record_in_force),
            button_of_move(MEASURE, "refuse", operations.refuse, forms.Reason),
            button_of_move(MEASURE, "apply", operations.apply, forms.Apply, offered=_record_in_force),
            button_of_move(MEASURE, "lift", operations.lift, forms.Lifted, waits=None),
            button_of_move(MEASURE, "acknowledge", operations.acknowledge, forms.Lifted),
        ),
    )
)
plug_kind(
    MatterKind(
        code="rectification",
        lifecycle=RECTIFICATION,
        buttons=(
            Button(
                "draft_order_notice",
                "拟写拟责令整改告知书",
                frozenset({"proposed"}),
                _OFFICER,
                hearing.draft_order_notice,
                basis=("Q-19", "Q-23"),
                offered=_may_draft_notice_of_order,
            ),
            Button(
                "defend_order",
                "对拟责令整改陈述申辩",
                frozenset({"noticed"}),
                _LIAISON,
                hearing.defend,
                forms.Words,
                ("Q-19", "R-33"),
            ),
            button_of_move(RECTIFICATION, "hear", hearing.hear, forms.HearOrder),
            Button(
                "draft_order",
                "拟写责令整改通知书",
                frozenset({"proposed", "heard"}),
                _OFFICER,
                rectifying.draft_order,
                basis=("A-17", "Q-24"),
                offered=_may_draft_order,
            ),
            button_of_move(RECTIFICATION, "exempt", rectifying.exempt, forms.Exempt, waits=None),
            button_of_move(
                RECTIFICATION,
                "explain",
                rectifying.explain,
                forms.Words,
                offered=lambda matter: not has_explained(matter),
            ),
            button_of_move(
                RECTIFICATION,
                "settle",
                rectifying.settle,
                forms.Opinion,
                offered=lambda matter: matter.rectification.is_explanation_only,
                barred=_why_not_verified_by,
            ),
            button_of_move(RECTIFICATION, "plan", rectifying.plan, forms.Plan, offered=_may_plan),
            Button(
                "reach_milestone",
                "报告阶段目标完成",
                frozenset({"rectifying", "escalated"}),
                _LIAISON,
                rectifying.reach_milestone,
                forms.ReachMilestone,
                ("N-49",),
                offered=_has_milestones_left,
                waits=None,
            ),
            Button(
                "report_progress",
                "报告本期整改进展",
                frozenset({"ordered", "explained", "rectifying", "escalated"}),
                _LIAISON,
                tracking.report_progress,
                forms.Words,
                ("N-49",),
                offered=lambda matter: tracking.running_period(matter) is not None,
                waits=tracking.TRACKED,
            ),
            button_of_move(RECTIFICATION, "report", rectifying.report, forms.Words, offered=has_planned),
            button_of_move(
                RECTIFICATION, "verify", rectifying.verify, forms.Opinion, barred=_why_not_verified_by
            ),
            button_of_move(
                RECTIFICATION,
                "send_back",
                rectifying.send_back,
                forms.SendBack,
                offered=lambda matter: not has_been_sent_back(matter),
                barred=_why_not_verified_by,
            ),
            button_of_move(
                RECTIFICATION,
                "fail",
                rectifying.fail,
                forms.Reason,
                offered=has_been_sent_back,
                waits=None,
                barred=_why_not_verified_by,
            ),
        ),
    )
)

plug_button(
    "record",
    Button(
        "propose_measures",
        "建议惩戒措施",
        frozenset(PROPOSABLE),
        _OFFICER,
        operations.propose,
        forms.Propose,
        ("C-11", "C-53", "Q-20"),
        offered=_may_propose,
        waits=None,
    ),
)
plug_button(
    "record",
    Button(
        "draft_measure_notice",
        "拟写拟采取措施告知书",
        _TOLD,
        _OFFICER,
        operations.draft_measure_notice,
        basis=("Q-19", "Q-23"),
        offered=lambda matter: bool(unnoticed(matter)),
        waits=has_child("measure", "proposed"),
    ),
)
plug_button(
    "record",
    Button(
        "defend_measures",
        "对拟采取措施陈述申辩",
        _TOLD,
        _LIAISON,
        operations.defend,
        forms.Words,
        ("Q-19", "R-33"),
        offered=lambda matter: bool(awaiting_hearing(matter)),
        waits=has_child("measure", "noticed"),
    ),
)
plug_button(
    "record",
    Button(
        "hear_measures",
        "记录对措施的陈述申辩",
        _TOLD,
        _OFFICER,
        operations.hear,
        forms.Opinion,
        ("Q-19", "R-33"),
        offered=lambda matter: bool(awaiting_hearing(matter)),
        waits=has_child("measure", "noticed"),
    ),
)
plug_button(
    "record",
    Button(
        "withdraw_proposals",
        "撤回措施建议",
        frozenset(PROPOSABLE),
        _HEAD,
        operations.withdraw_proposals,
        forms.WithdrawProposals,
        ("C-53",),
        offered=_has_undecided,
        waits=None,
    ),
)
plug_button(
    "record",
    Button(
        "order_rectification",
        "责令整改",
        _ACTIVE,
        _OFFICER,
        rectifying.order_rectification,
        forms.OrderRectification,
        ("A-17", "Q-24"),
        offered=_may_order,
        waits=~has_child("rectification"),
    ),
)

plug_section(
    Section("consequences.record", "record", "consequences/of_record.html", sections.consequences_of_record)
)
plug_section(
    Section("consequences.measure", "measure", "consequences/measure.html", sections.measure_section)
)
plug_section(
    Section(
        "consequences.rectification",
        "rectification",
        "consequences/rectification.html",
        sections.rectification_section,
    )
)

plug_document(
    DocumentKind(
        NOTICE_OF_MEASURES,
        "拟采取措施告知书",
        papers.measure_notice,
        operations.measure_notice_served,
        sections=("事实", "依据", "拟采取的措施", "陈述、申辩的权利"),
        acts=("measure_proposed",),
    )
)
plug_document(
    DocumentKind(
        hearing.NOTICE_OF_ORDER,
        "拟责令整改告知书",
        papers.order_notice,
        hearing.order_notice_served,
        sections=("事实", "依据", "拟责令的内容", "陈述、申辩的权利"),
        acts=("measure_proposed",),
    )
)
plug_document(
    DocumentKind(
        rectifying.ORDER,
        "责令整改通知书",
        papers.rectification_order,
        rectifying.order_served,
        sections=("存在的问题", "依据", "要求", "时限", "逾期的后果"),
        acts=("rectification",),
        drawn_in="政务失信记录",
    )
)
plug_document(
    DocumentKind(
        rectifying.RETURN,
        "退回整改通知书",
        papers.rectification_return,
        rectifying.return_served,
        sections=("尚未到位的事项", "时限"),
        acts=("rectification",),
    )
)
plug_document(
    DocumentKind(
        ladder.REFERRAL,
        "移送函",
        papers.referral,
        sections=("有关情况", "移送依据"),
    )
)
plug_document(
    DocumentKind(
        ends.LIFTING,
        "解除通知书",
        papers.lifting,
        acts=("measure",),
    )
)

_FOLLOWING = {
    "noticed": operations.follow_notice_of_record,
    "heard": operations.follow_hearing_of_record,
    "active": operations.follow_determination,
}
for _state, _operation in _FOLLOWING.items():
    plug_follower(Follower(f"consequences.{_state}", "record", _state, _operation))
for _state in ("dismissed", "merged", "withdrawn", "repaired", "expired"):
    plug_follower(Follower(f"consequences.{_state}", "record", _state, ends.follow_end_of_record))

for _state in ("in_force", "lifted"):
    plug_follower(Follower(f"consequences.shown_{_state}", "measure", _state, showing.follow_progress))
for _state in ("ordered", "explained", "rectified"):
    plug_follower(Follower(f"consequences.shown_{_state}", "rectification", _state, showing.follow_progress))

follow_corrections(ends.follow_correction)

for _clock in (EXPLANATION, MENDING, ladder.ESCALATION):
    plug_effect(Effect(_clock, Rung.RED, ladder.escalate))
plug_effect(Effect(PROGRESS, Rung.RED, tracking.note_late))
plug_effect(Effect(ends.LIFT_ACK, Rung.RED, ends.remind_owner))
plug_nightly(Nightly("consequences.terms", "措施期限届满", 45, ends.end_terms))
contribute(intended=showing.intended_measures, measures=showing.measures_in_force, progress=showing.progress)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
