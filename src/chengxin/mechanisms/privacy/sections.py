"""What the pages of requests and of a breach show."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.dossiers.queries import item_of
from chengxin.mechanisms.privacy.queries import breach_of, person_request_of, request_of, right_of
from chengxin.mechanisms.privacy.sealing import stated_in
from chengxin_core.lifecycle.privacy import BreachNature, IdentityProof, PersonPapers


def request_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what the person asks for, by which right, and what was decided."""
    request = request_of(matter)
    return {
        "asked": request,
        "right": right_of(request),
        "proof": IdentityProof(request.identity_by).zh,
        "about": f"{item_of(request.entry).zh}（{request.entry.document_number}）" if request.entry else "",
    }


def person_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what was asked for at the counter; who asked stands behind the logged look."""
    request = person_request_of(matter)
    return {
        "asked": request,
        "right": right_of(request),
        "papers": PersonPapers(request.papers).zh,
        "stated": stated_in(request),
    }


def breach_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what is known of a breach and who decides."""
    breach = breach_of(matter)
    return {"breach": breach, "nature": BreachNature(breach.nature).zh}
