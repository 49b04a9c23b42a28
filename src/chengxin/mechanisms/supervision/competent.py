"""谁来核实: which organs may verify a complaint about a body: superior to it or competent by law, never itself (N-23).

Who is asked is proposed with its reason and chosen by a person; what is chosen passes `require_competent` here, and
the platform lets no organ handle a matter about itself at all.
"""

from dataclasses import dataclass

from chengxin.chain.records.competence import competence, organs_above, regions_above, standing_in
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.subjects.models import BodyKind, PublicBody
from chengxin_core.determination.gate import Standing, may_determine


class NotCompetentToVerify(UnableToMove):
    """The organ is the body itself, or a peer that no law makes competent."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """An organ that may verify, and why it is proposed."""

    organ: PublicBody
    reason: str


def require_competent(organ: PublicBody, body: PublicBody, *, law: str) -> str:
    """Return why `organ` may verify a complaint about `body`; `law` makes one competent that is no superior.

    Raises `NotCompetentToVerify`.
    """
    found = competence(organ, body)
    standing = Standing.COMPETENT if found.standing is Standing.PEER and law.strip() else found.standing
    if not may_determine(standing):
        raise NotCompetentToVerify(
            f"{found.reason}，不能核实对{body.name}的投诉；请转上级机关，依法有权的主管机关须写明依据（N-23、Q-09）"
        )
    return f"{found.reason}" if standing is Standing.SUPERIOR else f"依法有权的主管机关：{law.strip()}"


def proposed_organs(body: PublicBody, *, department: str) -> list[Proposed]:
    """Return organs that may verify, best first: the same department above, the department of the message, the lead.

    `department` is what routing proposes, such as 人力资源和社会保障局; '' for nothing.
    """
    found: dict[str, Proposed] = {}
    for region in regions_above(body):
        for kind, reason in _kinds_of(body, department):
            for organ in standing_in(body, region).filter(kind=BodyKind.DEPARTMENT, name__endswith=kind)[:1]:
                found.setdefault(organ.pk, Proposed(organ, f"{region.name}：{reason}"))
    for organ in organs_above(body):
        found.setdefault(organ.pk, Proposed(organ, "上级信用主管部门或者人民政府"))
    return [each for each in found.values() if each.organ.pk != body.pk]


def _kinds_of(body: PublicBody, department: str) -> list[tuple[str, str]]:
    """Return the endings of names to look for above, with why: 住房和城乡建设局 also under 住房和城乡建设厅."""
    own = body.name.removeprefix(body.region.name)
    kinds = [(own, "上级主管部门")] if own and own != body.name else []
    if department:
        kinds.append((department, "来信内容所涉的主管部门"))
    both = [(f"{kind[:-1]}厅", reason) for kind, reason in kinds if kind.endswith("局")]
    return [*kinds, *both]
