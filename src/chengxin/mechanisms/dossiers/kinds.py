"""Plugs of dossiers: the opinion, the claims of a person, their papers, what is sealed, the night. No publication."""

from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.plugs import Permissions, plug_permissions
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.documents.plugs import DocumentKind, plug_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.foundation.matters.sights import plug_sight
from chengxin.foundation.retention.plugs import plug_record_class
from chengxin.foundation.retention.rows import class_of_refused_rows, class_of_rows
from chengxin.ground import clock
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin.mechanisms.dossiers import claims, ends, forms, operations, papers
from chengxin.mechanisms.dossiers.looking import DOSSIERS, LOOKS_KEPT, looks_that_may_go
from chengxin.mechanisms.dossiers.models import Claim, Opinion, RefusedEntry
from chengxin.mechanisms.dossiers.own_words import OWN_WORDS
from chengxin.mechanisms.dossiers.sections import claim_section, opinion_section
from chengxin.mechanisms.dossiers.supplying import ROW_SEAL, SUPPLYING, permissions_offered
from chengxin_core.lifecycle.personnel import (
    DOSSIER_OBJECTION,
    OFFICIAL_REPAIR,
    OPINION,
    PERSONNEL_REMEDY,
    OpinionState,
)
from chengxin_core.lifecycle.table import Actor, Lifecycle


def _is_clear(matter: Matter) -> bool:
    return matter.opinion.code == operations.CLEAR


def _opinion_today(matter: Matter, by: Mandate) -> Any:
    return opinion_section(matter, by, at=clock.now())


def _kind_of_claim(lifecycle: Lifecycle, uphold: Any, form: Any) -> MatterKind:
    return MatterKind(
        code=lifecycle.kind,
        lifecycle=lifecycle,
        buttons=(
            button_of_move(lifecycle, "uphold", uphold, form),
            button_of_move(lifecycle, "reject", claims.reject, forms.Reason),
            button_of_move(lifecycle, "retract", claims.retract, waits=None),
        ),
    )


plug_kind(
    MatterKind(
        code=OPINION.kind,
        lifecycle=OPINION,
        buttons=(
            button_of_move(OPINION, "propose", operations.propose, forms.Propose),
            button_of_move(OPINION, "reply", operations.reply, forms.Reply),
            button_of_move(OPINION, "decide_clear", operations.decide_clear, offered=_is_clear),
            button_of_move(OPINION, "decide", operations.decide),
            button_of_move(OPINION, "send_back", operations.send_back, forms.Reason, waits=None),
            Button(
                "log_use",
                "登记使用",
                frozenset({OpinionState.SERVED}),
                frozenset({Actor.PERSONNEL_OFFICER, Actor.PERSONNEL_HEAD}),
                operations.log_use,
                forms.Use,
                ("A-15", "Q-34"),
                waits=None,
            ),
        ),
    )
)
plug_kind(_kind_of_claim(DOSSIER_OBJECTION, claims.uphold, forms.Reason))
plug_kind(_kind_of_claim(OFFICIAL_REPAIR, claims.grant_leniency, forms.Lenient))
plug_kind(_kind_of_claim(PERSONNEL_REMEDY, claims.uphold, forms.Reason))
plug_section(Section("dossiers.opinion", OPINION.kind, "dossiers/opinion.html", _opinion_today))
for _claim in (DOSSIER_OBJECTION, OFFICIAL_REPAIR, PERSONNEL_REMEDY):
    plug_section(Section(f"dossiers.{_claim.kind}", _claim.kind, "dossiers/claim.html", claim_section))
plug_document(
    DocumentKind(
        operations.NOTICE,
        "公务员信用意见告知书",
        papers.opinion_notice,
        operations.told,
        papers.opinion_still_wanted,
        sections=("拟作的意见", "理由", "你的权利"),
        told="official",
    )
)
plug_document(
    DocumentKind(
        operations.LETTER,
        "公务员信用意见书",
        papers.opinion_letter,
        operations.served,
        papers.opinion_still_wanted,
        sections=("意见", "理由", "你的答复", "使用"),
        acts=("personnel",),
        told="official",
    )
)
plug_document(
    DocumentKind(
        claims.DECISION,
        "公务员申请事项决定书",
        papers.claim_decision,
        sections=("理由", "决定"),
        acts=("personnel_review", "personnel_appeal", "sanction"),
        told="official",
    )
)
plug_sealed(Sealed("dossiers.refused", "未接受的档案信息", RefusedEntry, "sealed", ROW_SEAL))
plug_sealed(Sealed("dossiers.replies", "公务员本人对信用意见的答复", Opinion, "sealed_reply", OWN_WORDS))
plug_sealed(Sealed("dossiers.own_words", "公务员本人的申请内容", Claim, "sealed_words", OWN_WORDS))
plug_nightly(Nightly("dossiers.lapse", "公务员信用档案影响期满解除", 30, ends.lapse_due))
plug_permissions(
    Permissions(
        SUPPLYING, zh="报送档案信息", offered=permissions_offered, pace="dossiers.supply_rows_a_minute"
    )
)
plug_record_class(
    class_of_refused_rows(
        "dossiers.refused", "未接受的档案信息", rows=RefusedEntry.objects.all, moment="supply__at"
    )
)
plug_record_class(
    class_of_rows(
        code="dossiers.looks",
        zh="公务员信用档案查阅记录",
        terms=LOOKS_KEPT,
        deciders=frozenset({Actor.AUDITOR, Actor.AUDIT_ADMIN}),
        rows=looks_that_may_go,
        moment="at",
    )
)
plug_sight(DOSSIERS)
