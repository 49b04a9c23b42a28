"""What the pages show of repairs and redress: their own pages, and the parts on the record's page."""

from collections.abc import Mapping
from typing import Any

from chengxin.chain.records.queries import is_in_force
from chengxin.chain.repairs import revocation_papers
from chengxin.chain.repairs.papers import remedies_against, terms_of
from chengxin.chain.repairs.queries import (
    effects_of,
    eligibility_as_known,
    redress_of,
    redresses_of,
    repair_of,
    repairs_of,
    revocation_of,
    revocations_of,
    right_of,
)
from chengxin.chain.repairs.revocation_papers import granted_repair
from chengxin.chain.repairs.revoking import remedies_in_time
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matters
from chengxin_core.lifecycle.ends import REVOCATION


def repair_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the application, what became of it, and who has answered for which effect."""
    repair = repair_of(matter)
    visible = set(visible_matters(by).filter(kind=REVOCATION.kind).values_list("pk", flat=True))
    revocations = [each for each in revocations_of(matter) if each.pk in visible]
    return {
        "repair": repair,
        "effects": effects_of(repair),
        "remedies": remedies_against(matter),
        "terms": terms_of(matter),
        "revocations": [(each, REVOCATION.states(each.matter.state).zh) for each in revocations],
    }


def revocation_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what was found false, of which repair, and what came of it; a record proposed on it stays inside."""
    revocation = revocation_of(matter)
    repair = revocation.repair.matter
    return {
        "revocation": revocation,
        "granted": granted_repair(revocation, body=matter.body.name, organ=matter.organ.name),
        "repair": repair if visible_matters(by).filter(pk=repair.pk).exists() else None,
        "inside": handles(by, matter),
        "remedies": revocation_papers.remedies_against(matter),
        "terms": remedies_in_time(matter),
    }


def redress_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return why the body is cleared, and where."""
    return {"redress": redress_of(matter)}


def repairs_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the repairs and redress of a record that `by` may see, and from when on it may be repaired."""
    visible = set(visible_matters(by).filter(parent=matter).values_list("pk", flat=True))
    repairs = [repair for repair in repairs_of(matter) if repair.pk in visible]
    redresses = [redress for redress in redresses_of(matter) if redress.pk in visible]
    eligibility = eligibility_as_known(matter) if is_in_force(matter) else None
    if not (repairs or redresses or eligibility):
        return None
    return {
        "eligibility": eligibility,
        "right": right_of(matter),
        "repairs": [(repair, kind_of("repair").state_zh(repair.matter.state)) for repair in repairs],
        "redresses": [(redress, kind_of("redress").state_zh(redress.matter.state)) for redress in redresses],
    }
