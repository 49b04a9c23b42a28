"""What the page of a received opinion shows."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import speaks_for_its_body
from chengxin.foundation.matters.queries import visible_matters
from chengxin.mechanisms.opinions.queries import opinion_of, source_zh


def opinion_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what is known of it; that a lead came of it is not for the body."""
    opinion = opinion_of(matter)
    promises = list(opinion.promises.select_related("commitment__matter"))
    numbers = [each.commitment_id for each in promises]
    seen = set(visible_matters(by).filter(pk__in=numbers).values_list("pk", flat=True))
    held = matter.moves.filter(code="hold").last() if matter.state == "held" else None
    lead = None if speaks_for_its_body(by, matter) or by.body_id != matter.organ_id else opinion.lead
    return {
        "opinion": opinion,
        "held": held.note if held else "",
        "source": source_zh(matter, opinion.source),
        "promises": [(each.commitment.matter, each.commitment_id in seen) for each in promises],
        "lead": lead.matter.number if lead else "",
    }
