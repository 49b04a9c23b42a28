"""What the pages of matters show of dossiers: the opinion, and what a person asks for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.identities import masked_name_of
from chengxin.mechanisms.dossiers.looking import has_looked
from chengxin.mechanisms.dossiers.operations import suggestion_for
from chengxin.mechanisms.dossiers.papers import outcome_zh, said
from chengxin.mechanisms.dossiers.queries import claim_of, item_of, opinion_of
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.lifecycle.personnel import (
    DOSSIER_OBJECTION,
    OFFICIAL_REPAIR,
    ClaimState,
    ObjectionGroundOfOfficial,
    OpinionState,
    RemedyStage,
)


def opinion_section(matter: Matter, by: Mandate, *, at: datetime) -> Mapping[str, Any]:
    """Return the opinion as it stands; what the dossier bears is for who handles it and stated what for."""
    opinion = opinion_of(matter)
    inside = handles(by, matter)
    reads = inside and _is_open(matter) and has_looked(opinion.official, by, at=at)
    return {
        "opinion": opinion,
        "said": said(opinion) if opinion.code else "",
        "inside": inside,
        "name": masked_name_of(opinion.official),
        "found": suggestion_for(opinion, at=at) if reads else None,
        "uses": list(opinion.uses.all()),
        "use_zh": {
            item.code: item.zh
            for item in rulebook_of(matter.rulebook).items("dossier_uses", on=matter.opened_at.date())
        },
    }


def claim_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what the person asks for, about what, and what was decided."""
    claim = claim_of(matter)
    about = (
        f"{DossierInput(claim.entry.input).zh}：{item_of(claim.entry).zh}（{claim.entry.document_number}）"
        if claim.entry
        else claim.opinion.matter.title
        if claim.opinion
        else ""
    )
    return {
        "claim": claim,
        "about": about,
        "ground": _ground_zh(claim.ground, matter),
        "outcome": outcome_zh(claim) if matter.state != ClaimState.FILED else "",
    }


def _ground_zh(ground: str, matter: Matter) -> str:
    if matter.kind == DOSSIER_OBJECTION.kind:
        return ObjectionGroundOfOfficial(ground).zh
    if matter.kind == OFFICIAL_REPAIR.kind:
        listed = rulebook_of(matter.rulebook)
        return listed.item("discipline_mitigation_grounds", ground, on=matter.opened_at.date()).zh
    return RemedyStage(ground).zh


def _is_open(matter: Matter) -> bool:
    return matter.state in {
        OpinionState.DRAFTED,
        OpinionState.PROPOSED,
        OpinionState.TOLD,
        OpinionState.REPLIED,
    }
