"""Plugs of the repairs and of redress."""

from django.db.models import Q

from chengxin.chain.records.queries import is_in_force
from chengxin.chain.records.showing import contribute
from chengxin.chain.repairs import (
    effects,
    filed,
    following,
    forms,
    operations,
    papers,
    redress,
    revocation_papers,
    revoking,
    telling,
)
from chengxin.chain.repairs.queries import GRANTED, is_in_doubt, open_repairs, retells_a_repaired_record
from chengxin.chain.repairs.sections import (
    redress_section,
    repair_section,
    repairs_section,
    revocation_section,
)
from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
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
from chengxin.foundation.reporting.buttons import buttons as reporting_buttons
from chengxin.foundation.reporting.plugs import Reported, plug_reported
from chengxin.ground.jobs import Tick, plug_tick
from chengxin_core.lifecycle.consequences import MeasureState
from chengxin_core.lifecycle.ends import (
    REDRESS,
    REPAIR,
    REVOCATION,
    RepairEffectKind,
    RevocationState,
)
from chengxin_core.lifecycle.records import RecordState
from chengxin_core.lifecycle.sharing import SharingStopState
from chengxin_core.lifecycle.table import Actor

_OFFICER = frozenset({Actor.CREDIT_OFFICER})


def _may_be_applied_for(matter: Matter) -> bool:
    return is_in_force(matter) and not open_repairs(matter)


def _sharing_goes_on(matter: Matter) -> bool:
    waiting = matter.repair.effects.filter(acknowledged_at=None, consumer=None)
    return waiting.filter(effect=RepairEffectKind.SHARING_STOPPED).exists()


plug_kind(
    MatterKind(
        code="repair",
        lifecycle=REPAIR,
        buttons=(
            button_of_move(REPAIR, "accept", operations.accept),
            button_of_move(REPAIR, "ask_for_more", operations.ask_for_more, forms.Wanted),
            button_of_move(REPAIR, "supplement", operations.supplement, forms.Supplement),
            button_of_move(REPAIR, "decline", operations.decline, forms.Reason),
            button_of_move(REPAIR, "grant", operations.grant, forms.Grant),
            button_of_move(REPAIR, "refuse", operations.refuse, forms.Reason),
            Button(
                "acknowledge_sharing",
                "登记停止共享回执",
                frozenset(effects.UNDER_WAY),
                _OFFICER,
                effects.acknowledge_sharing,
                forms.Receipt,
                ("C-31", "C-43"),
                offered=_sharing_goes_on,
            ),
            Button(
                "doubt_repair",
                "登记修复材料虚假",
                frozenset(GRANTED),
                frozenset({Actor.CREDIT_OFFICER, Actor.ARCHIVIST}),
                revoking.doubt_repair,
                forms.Doubt,
                ("C-38", "Q-24"),
                offered=lambda matter: not is_in_doubt(matter),
                waits=None,
            ),
        ),
    )
)
plug_kind(
    MatterKind(
        code="revocation",
        lifecycle=REVOCATION,
        buttons=(
            Button(
                "draft_notice",
                "拟写拟撤销修复告知书",
                frozenset({RevocationState.PROPOSED}),
                _OFFICER,
                revoking.draft_notice,
                basis=("Q-19", "Q-23"),
                offered=lambda matter: not has_document(matter, revoking.NOTICE),
            ),
            Button(
                "defend",
                "提交陈述申辩",
                frozenset({RevocationState.NOTICED}),
                frozenset({Actor.LIAISON}),
                revoking.defend,
                forms.Defence,
                ("Q-19", "R-33"),
            ),
            button_of_move(REVOCATION, "hear", revoking.hear, forms.Hearing),
            Button(
                "draft_decision",
                "拟写撤销修复决定书",
                frozenset({RevocationState.HEARD}),
                _OFFICER,
                revoking.draft_decision,
                basis=("C-38", "Q-24"),
                offered=lambda matter: not has_document(matter, revoking.DECISION),
            ),
            button_of_move(REVOCATION, "drop", revoking.drop, forms.Reason, waits=None),
        ),
    )
)
plug_kind(MatterKind(code="redress", lifecycle=REDRESS, buttons=()))
plug_button(
    "record",
    Button(
        "apply_for_repair",
        "申请信用修复",
        frozenset({RecordState.ACTIVE}),
        frozenset({Actor.LIAISON}),
        operations.apply_for_repair,
        forms.Apply,
        ("C-30", "C-41"),
        offered=_may_be_applied_for,
        waits=Q(repair_right__isnull=False) & ~has_child("repair"),
    ),
)
plug_button(
    "record",
    Button(
        "note_reversal",
        "登记得知认定依据被撤销",
        frozenset({RecordState.ACTIVE}),
        _OFFICER,
        redress.note_reversal,
        forms.ReversalKnown,
        ("C-18",),
        waits=None,
    ),
)
plug_button(
    "record",
    Button(
        "withdraw_as_wrong",
        "撤销有误的记录",
        frozenset({RecordState.ACTIVE}),
        frozenset({Actor.CREDIT_HEAD}),
        redress.withdraw_as_wrong,
        forms.Reason,
        ("C-18", "C-55"),
        waits=None,
    ),
)
for _button in reporting_buttons(
    frozenset({RecordState.ACTIVE, RecordState.WITHDRAWN, RecordState.REPAIRED, RecordState.EXPIRED})
):
    plug_button("record", _button)
plug_reported(Reported("record", following.follow_platform))
plug_section(Section("repairs.repair", "repair", "repairs/repair.html", repair_section))
plug_section(Section("repairs.revocation", "revocation", "repairs/revocation.html", revocation_section))
plug_section(Section("repairs.redress", "redress", "repairs/redress.html", redress_section))
plug_section(Section("repairs.of_record", "record", "repairs/of_record.html", repairs_section))
plug_document(
    DocumentKind(
        operations.DECISION,
        "修复决定书",
        papers.decision,
        sections=("审查情况和理由", "决定"),
        acts=("repair_refused", "record_ended"),
    )
)
plug_document(
    DocumentKind(
        operations.NOT_ACCEPTED,
        "信用修复不予受理通知书",
        papers.not_accepted,
        sections=("理由",),
        acts=("repair_not_accepted",),
    )
)
plug_document(
    DocumentKind(
        revoking.NOTICE,
        "拟撤销修复告知书",
        revocation_papers.notice,
        revoking.notice_served,
        sections=("事实", "证据", "依据", "拟作出的决定", "陈述、申辩的权利"),
        acts=("revocation_proposed",),
    )
)
plug_document(
    DocumentKind(
        revoking.DECISION,
        "撤销修复决定书",
        revocation_papers.decision,
        revoking.decision_served,
        sections=("查明的事实", "证据", "陈述、申辩及采纳情况", "依据", "决定"),
        acts=("repair_revoked",),
    )
)
plug_document(
    DocumentKind(
        revoking.DROPPED,
        "不予撤销修复通知书",
        revocation_papers.dropped,
        sections=("理由",),
    )
)
plug_document(
    DocumentKind(
        redress.NOTICE,
        "恢复名誉告知书",
        papers.redress,
        redress.notice_served,
        sections=("原公开范围", "恢复名誉的方式"),
        acts=("record_ended",),
    )
)
plug_document(
    DocumentKind(
        redress.WITHDRAWAL,
        "撤销公示决定书",
        papers.withdrawal,
        sections=("事实和理由", "决定"),
        acts=("record_ended",),
    )
)
for _end in (RecordState.WITHDRAWN, RecordState.REPAIRED, RecordState.EXPIRED):
    plug_follower(Follower(f"repairs.lapse_{_end}", "record", _end, operations.follow_end_of_record))
plug_follower(Follower("repairs.redress", "record", RecordState.WITHDRAWN, redress.owe_redress))
for _over in (MeasureState.LIFTED, MeasureState.REFUSED, MeasureState.DROPPED):
    plug_follower(Follower(f"repairs.measure_{_over}", "measure", _over, effects.follow_answer))
for _said in (SharingStopState.STOPPED, SharingStopState.ESCALATED, SharingStopState.CONCLUDED):
    plug_follower(Follower(f"repairs.sharing_{_said}", "sharing_stop", _said, effects.follow_answer))
plug_tick(Tick("repairs.settle", 60.0, effects.settle_all))
plug_nightly(Nightly("repairs.tell", "信用修复权利提示", 50, telling.tell_of_rights))
plug_nightly(Nightly("repairs.archive", "撤销修复案卷归档", 80, revoking.archive_revocations))
contribute(doubt=retells_a_repaired_record)
plug_nightly(Nightly("repairs.settle", "信用修复回执核对", 60, effects.settle_all))
for _contents in filed.CONTENTS:
    plug_contents(_contents)
