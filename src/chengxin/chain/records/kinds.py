"""Plugs of the records."""

from django.db.models import Exists, OuterRef, Q

from chengxin.chain.evidence.plugs import plug_consequence
from chengxin.chain.records import (
    ends,
    exposing,
    filed,
    forms,
    historic,
    notifying,
    operations,
    papers,
    showing,
)
from chengxin.chain.records.operations import propose_records
from chengxin.chain.records.sections import record_section
from chengxin.foundation.archives.plugs import CaseContents, plug_contents
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.deadlines.plugs import SilenceEffect, plug_silence
from chengxin.foundation.documents.plugs import DocumentKind, Precondition, plug_document, plug_precondition
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.foundation.transparency.models import Publication, PublicationState
from chengxin.foundation.transparency.plugs import plug_private_names
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.ground import clock
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import DisclosureMode

_OFFICER = frozenset({Actor.CREDIT_OFFICER})
_SHOWN = Exists(Publication.objects.filter(matter=OuterRef("pk"), state=PublicationState.IN_FORCE))
_TO_BE_SHOWN = Q(record__disclosure_mode=DisclosureMode.PUBLIC) & (~Q(_SHOWN) | Q(record__is_behind=True))


def _graded(matter: Matter) -> bool:
    return bool(matter.record.severity)


def _may_be_submitted(matter: Matter) -> bool:
    return not (matter.is_historic and historic.is_past(matter, on=clock.today()))


def _to_be_noticed(matter: Matter) -> bool:
    return _graded(matter) and not has_document(matter, operations.NOTICE)


def _is_exposed(matter: Matter) -> bool:
    return bool(matter.record.exposure)


def _may_be_exposed(matter: Matter) -> bool:
    return not _is_exposed(matter) and publication_in_force(matter, showing.KIND) is not None


def _to_be_decided(matter: Matter) -> bool:
    return not has_document(matter, operations.DECISION)


plug_kind(
    MatterKind(
        code="record",
        lifecycle=RECORD,
        buttons=(
            button_of_move(RECORD, "submit", operations.submit, forms.Submit, offered=_may_be_submitted),
            button_of_move(RECORD, "accept", operations.accept, barred=operations.why_not_accepted_by),
            button_of_move(RECORD, "grade", operations.grade, forms.Grade),
            Button(
                "draft_notice",
                "拟写拟列入告知书",
                frozenset({"accepted"}),
                _OFFICER,
                operations.draft_notice,
                basis=("Q-19",),
                offered=_to_be_noticed,
            ),
            Button(
                "defend",
                "提交陈述申辩",
                frozenset({"noticed"}),
                frozenset({Actor.LIAISON}),
                operations.defend,
                forms.Defence,
                ("Q-19", "R-33"),
            ),
            button_of_move(RECORD, "hear", operations.hear, forms.Hearing),
            Button(
                "draft_decision",
                "拟写认定书",
                frozenset({"heard"}),
                _OFFICER,
                operations.draft_decision,
                basis=("Q-19", "Q-24"),
                offered=_to_be_decided,
            ),
            Button(
                "release",
                "公开审查并公示",
                frozenset({"active"}),
                frozenset({Actor.RELEASE_REVIEWER}),
                showing.release,
                forms.Release,
                ("Q-27",),
                harms=True,
                waits=_TO_BE_SHOWN,
            ),
            button_of_move(
                RECORD,
                "expose",
                exposing.expose,
                forms.Expose,
                offered=_may_be_exposed,
                waits=None,
            ),
            button_of_move(
                RECORD, "end_exposure", exposing.end_exposure, forms.Reason, offered=_is_exposed, waits=None
            ),
            Button(
                "reverse",
                "登记认定依据被撤销",
                frozenset({"active"}),
                frozenset({Actor.CREDIT_HEAD}),
                ends.reverse,
                forms.Reversal,
                ("C-18", "P-25"),
                waits=None,
            ),
            button_of_move(RECORD, "return", operations.send_back, forms.Reason),
            button_of_move(RECORD, "merge", operations.merge, forms.Merge, waits=None),
            button_of_move(RECORD, "dismiss", operations.dismiss, forms.Reason, waits=None),
        ),
    )
)
plug_section(Section("records.record", "record", "records/record.html", record_section))
plug_document(
    DocumentKind(
        operations.NOTICE,
        "拟列入告知书",
        papers.notice,
        notifying.notice_served,
        sections=("事实", "依据", "拟列入的内容", "拟采取的措施", "陈述、申辩的权利"),
        acts=("record_proposed",),
    )
)
plug_document(
    DocumentKind(
        operations.DECISION,
        "失信认定书",
        papers.decision,
        operations.decision_served,
        sections=("查明的事实", "陈述、申辩及采纳情况", "认定的依据和理由", "认定结论", "信用修复"),
        acts=("record",),
    )
)
plug_document(
    DocumentKind(
        operations.DISMISSAL,
        "不予认定通知书",
        papers.dismissal,
        sections=("理由",),
    )
)
plug_precondition(Precondition("records.competence", operations.why_not_issued))
plug_consequence("records", propose_records)
plug_private_names("records", showing.names_not_to_show)
plug_contents(CaseContents("record", filed.values, filed.destroy))
plug_silence(SilenceEffect("record.defence", operations.defence_abandoned))
plug_nightly(Nightly("records.windows", "按现行规定重新推算公示期限", 30, ends.recount_windows))
plug_nightly(Nightly("records.expire", "公示期限届满", 40, ends.expire_due))
plug_nightly(Nightly("records.archive", "案卷归档", 80, ends.archive_ended))
