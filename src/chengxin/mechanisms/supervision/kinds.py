"""Plugs of complaints: the kind with its buttons, papers, what the public may send, what is sealed; no publication."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.deadlines.plugs import Effect, plug_effect
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.explaining import MATTERS
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterForm,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.foundation.matters.second_looks import why_not_decided_by
from chengxin.foundation.matters.sights import add_doors
from chengxin.foundation.reception.operations import write_as_officer
from chengxin.foundation.reception.plugs import VoiceKind, plug_voice
from chengxin.foundation.reception.queries import voice_of
from chengxin.foundation.retention.plugs import plug_record_class
from chengxin.foundation.retention.rows import class_of_refused_rows
from chengxin.foundation.transparency.plugs import PublicationKind, plug_publication
from chengxin.ground import clock
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.mechanisms.supervision import (
    answering,
    filed,
    findings,
    forms,
    ledgers,
    monthly,
    operations,
    papers,
    receiving,
    rechecking,
    senders,
    urging,
)
from chengxin.mechanisms.supervision.counts_content import FORMAT, CountsContent
from chengxin.mechanisms.supervision.models import RefusedOrder, Reply
from chengxin.mechanisms.supervision.queries import REPLY, complaint_of, recheck_until, waiting_reply
from chengxin.mechanisms.supervision.sections import (
    complaint_section,
    counts_section,
    reply_section,
    routing_section,
    voice_section,
)
from chengxin.mechanisms.supervision.work_orders import ROW_SEAL
from chengxin_core.lifecycle.complaints import COMPLAINT, ComplaintState
from chengxin_core.lifecycle.ratings import COUNTS
from chengxin_core.lifecycle.table import Actor

_OFFICERS = COMPLAINT.move("accept").actors
_HEADS = COMPLAINT.move("find_true").actors
_BODY = frozenset({Actor.LIAISON})
_ANSWERED = frozenset(answering.OUTCOMES)
_DUE = Q(Exists(Deadline.objects.running().filter(matter=OuterRef("pk"), clock=urging.REPLY_CLOCK)))


def _proposes(outcome: str) -> Callable[[Matter], bool]:
    def proposed(matter: Matter) -> bool:
        reply = waiting_reply(complaint_of(matter))
        return reply is not None and reply.outcome == outcome

    return proposed


def _has_reply(matter: Matter) -> bool:
    return waiting_reply(complaint_of(matter)) is not None


def _drafted_it(matter: Matter, by: Mandate) -> str:
    reply = waiting_reply(complaint_of(matter))
    return why_not_decided_by(by, drafted_by=reply.drafted_by if reply else None)


def _has_voice(matter: Matter) -> bool:
    voice = voice_of(matter)
    return voice is not None and voice.code_index is not None and voice.emptied_at is None


def _owes(matter: Matter) -> bool:
    return bool(
        matter.deadlines.running().filter(clock__in=(urging.REPLY_CLOCK, urging.MENDING_CLOCK)).exists()
    )


def _may_recheck(matter: Matter) -> bool:
    last = recheck_until(matter)
    return last is not None and clock.today() <= last


def _has_no(kind: str) -> Callable[[Matter], bool]:
    return lambda matter: (
        not has_document(matter, kind, "drafted", "reviewed", "legal_reviewed", "issued", "dispatched")
    )


def _write_to_sender(*, matter: Matter, by: Mandate, at: object, text: str) -> None:
    voice = voice_of(matter)
    assert voice is not None  # the button is not offered without
    write_as_officer(voice=voice, text=text, by=by, at=at)  # type: ignore[arg-type]


def _decision(code: str, operation: Callable[..., object]) -> Button:
    return button_of_move(COMPLAINT, code, operation, forms.Decide, _proposes(code), barred=_drafted_it)


def _button(
    code: str,
    zh: str,
    states: tuple[str, ...],
    actors: frozenset[Actor],
    operation: Callable[..., object],
    form: type[MatterForm],
    basis: tuple[str, ...],
    offered: Callable[[Matter], bool] = lambda matter: True,
    waits: Q | None = None,
) -> Button:
    return Button(code, zh, frozenset(states), actors, operation, form, basis, offered=offered, waits=waits)


_HANDLED = tuple(state for state in ComplaintState if state not in COMPLAINT.ends)

plug_kind(
    MatterKind(
        code=COMPLAINT.kind,
        lifecycle=COMPLAINT,
        buttons=(
            button_of_move(COMPLAINT, "accept", operations.accept),
            button_of_move(COMPLAINT, "assign", operations.assign, forms.Assign),
            _button(
                "draft_inquiry",
                "拟写协查通知书",
                ("assigned",),
                _OFFICERS,
                findings.draft_inquiry,
                forms.Inquiry,
                ("S-42", "Q-23"),
                _has_no(findings.INQUIRY),
                Q(),
            ),
            _button(
                "explain",
                "书面说明情况",
                ("verifying",),
                _BODY,
                findings.explain,
                forms.Stated,
                ("S-42",),
                waits=_DUE,
            ),
            _button(
                "report",
                "报告整改结果",
                ("substantiated", "noticed", "heard"),
                _BODY,
                findings.report,
                forms.Stated,
                ("N-25", "N-32"),
                waits=Q(state="substantiated"),
            ),
            _button(
                "defend", "陈述申辩", ("noticed",), _BODY, findings.defend, forms.Stated, ("Q-19",), waits=Q()
            ),
            _button(
                "propose_reply",
                "拟写结果和答复",
                tuple(_ANSWERED),
                _OFFICERS,
                answering.propose_reply,
                forms.Propose,
                ("N-24", "N-25", "S-24"),
                waits=Q(),
            ),
            _decision("find_unfounded", answering.find_unfounded),
            _decision("find_true", answering.find_true),
            _decision("confirm", answering.confirm),
            _decision("uphold", answering.uphold),
            _decision("reopen", answering.reopen),
            _decision("uphold_finding", rechecking.uphold_finding),
            _decision("quash_finding", rechecking.quash_finding),
            button_of_move(
                COMPLAINT, "seek_recheck", rechecking.seek_recheck, forms.Recheck, _may_recheck, waits=None
            ),
            _button(
                "drop_reply",
                "退回重写答复",
                tuple(_ANSWERED),
                _HEADS,
                answering.drop_reply,
                forms.Reason,
                ("S-24",),
                _has_reply,
            ),
            _button(
                "draft_notice",
                "拟写拟认定告知书",
                ("substantiated",),
                _OFFICERS,
                findings.draft_notice,
                forms.Refusal,
                ("N-26", "N-27", "Q-19"),
                _has_no(findings.NOTICE),
            ),
            button_of_move(COMPLAINT, "hear", findings.hear, forms.Hear),
            _button(
                "draft_finding",
                "拟写违约失信认定书",
                ("heard",),
                _OFFICERS,
                findings.draft_finding,
                MatterForm,
                ("N-26", "Q-24"),
                _has_no(findings.FINDING),
                Q(),
            ),
            _button(
                "write",
                "给来信人留言",
                (*_HANDLED, ComplaintState.MERGED),
                _OFFICERS,
                _write_to_sender,
                forms.Message,
                ("A-44",),
                _has_voice,
            ),
            _button(
                "urge",
                "提醒、催办被投诉单位",
                ("verifying", "substantiated"),
                _OFFICERS,
                urging.urge,
                forms.Urge,
                ("Q-37", "S-25"),
                _owes,
            ),
            button_of_move(COMPLAINT, "merge", operations.merge, forms.Merge, waits=None),
            button_of_move(COMPLAINT, "decline", operations.decline, forms.Decline, waits=None),
            button_of_move(COMPLAINT, "pass_on", operations.pass_on, forms.PassOn, waits=None),
            button_of_move(COMPLAINT, "hand_back", operations.hand_back, forms.Reason, waits=None),
            button_of_move(COMPLAINT, "close", operations.close, waits=None),
        ),
    )
)
for _section, _template, _values in (
    ("complaint", "complaint", complaint_section),
    ("routing", "routing", routing_section),
    ("voice", "voice", voice_section),
    ("reply", "reply", reply_section),
):
    plug_section(Section(f"supervision.{_section}", COMPLAINT.kind, f"supervision/{_template}.html", _values))
plug_document(
    DocumentKind(
        findings.INQUIRY,
        "协查通知书",
        papers.inquiry,
        findings.inquiry_served,
        sections=("请说明的事项", "期限"),
    )
)
plug_document(
    DocumentKind(
        answering.ORDER,
        "责令整改通知书",
        papers.order,
        findings.order_served,
        papers.order_still_wanted,
        sections=("查明的事实", "依据", "整改要求"),
        drawn_in="投诉举报",
    )
)
plug_document(
    DocumentKind(
        findings.NOTICE,
        "拟认定违约失信告知书",
        papers.notice,
        findings.notice_served,
        sections=("事实", "整改情况", "依据", "拟作出的认定", "陈述、申辩的权利"),
        acts=("complaint_notice",),
    )
)
plug_document(
    DocumentKind(
        findings.FINDING,
        "违约失信认定书",
        papers.finding,
        findings.finding_served,
        sections=("查明的事实", "整改情况", "陈述、申辩及采纳情况", "依据", "认定"),
        acts=("finding",),
        drawn_in="投诉举报",
    )
)
plug_document(
    DocumentKind(
        rechecking.RESULT,
        "复核决定书",
        papers.recheck,
        sections=("复核查明的情况", "决定"),
    )
)
plug_effect(Effect(urging.REPLY_CLOCK, "supervision_letter", urging.urge_late))
plug_voice(
    VoiceKind(
        receiving.VOICE,
        COMPLAINT.zh,
        receiving.receive,
        senders.standing,
        senders.acts,
        senders.advice,
    )
)
plug_sealed(Sealed("supervision.reply", "投诉的答复", Reply, "sealed", REPLY))
plug_sealed(Sealed("supervision.order", "未接受的工单", RefusedOrder, "sealed", ROW_SEAL))
plug_kind(
    MatterKind(
        code=COUNTS.kind,
        lifecycle=COUNTS,
        buttons=(
            button_of_move(COUNTS, "check", monthly.check),
            button_of_move(COUNTS, "show", monthly.show, forms.Release),
            button_of_move(COUNTS, "take_down", monthly.take_down, forms.Reason, waits=None),
        ),
    )
)
plug_section(Section("supervision.counts", COUNTS.kind, "supervision/counts.html", counts_section))
plug_publication(
    PublicationKind(
        code=monthly.KIND,
        zh="投诉办理月度统计",
        schema=CountsContent,
        format=FORMAT,
        listing=("title", "organ", "month", "published_on"),
    )
)
plug_nightly(Nightly("supervision.monthly", "投诉办理月度统计", 62, monthly.draw_up))
plug_ledger(ledgers.ORDERS)
plug_record_class(
    class_of_refused_rows(
        "supervision.refused", "未接受的工单", rows=RefusedOrder.objects.all, moment="batch__at"
    )
)
add_doors(MATTERS.code, "supervision:contact", "supervision:file")
for _contents in filed.CONTENTS:
    plug_contents(_contents)
