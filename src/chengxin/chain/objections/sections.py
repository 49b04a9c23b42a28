"""What the pages show of objections: its own page, and the list on the record's page."""

from collections.abc import Mapping
from typing import Any

from chengxin.chain.objections.papers import remedies_against, terms_of
from chengxin.chain.objections.queries import is_contested, objection_of, objections_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import visible_matters


def objection_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return ground, claim, what the supplier said, what was changed, and what can be done about the outcome.

    Whose conduct it was instead is the organ's to know until that body was told.
    """
    objection = objection_of(matter)
    return {
        "objection": objection,
        "remedies": remedies_against(matter),
        "terms": terms_of(matter),
        "right_body": objection.right_body if handles(by, matter) else None,
    }


def objections_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the objections against a record that `by` may see; nothing where there are none."""
    visible = set(visible_matters(by).filter(parent=matter, kind="objection").values_list("pk", flat=True))
    found = [objection for objection in objections_of(matter) if objection.pk in visible]
    if not found:
        return None
    zh = kind_of("objection").state_zh
    return {"objections": found, "contested": is_contested(matter), "state_zh": zh}
