"""有权机关: which organ may handle a record about a body (policy Q-24: never a peer, never oneself)."""

from dataclasses import dataclass

from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region

LEAD = "发展和改革委员会"  # the name under which credit work is led in every government (policy A-05)


@dataclass(frozen=True, slots=True)
class Competence:
    """Whether an organ may handle a matter about a body, and why."""

    holds: bool
    reason: str


class NoCompetentOrgan(LookupError):
    """The register knows no organ above this body that leads credit work."""


def competence(organ: PublicBody, body: PublicBody) -> Competence:
    """Say whether `organ` stands above `body`."""
    if organ.pk == body.pk:
        return Competence(False, "本单位不得认定本单位")
    if body.region.path != organ.region.path and body.region.path.startswith(organ.region.path):
        return Competence(True, f"{organ.name}是{body.region.name}的上级机关")
    if (
        organ.region_id == body.region_id
        and organ.kind == BodyKind.GOVERNMENT
        and body.kind != BodyKind.GOVERNMENT
    ):
        return Competence(True, f"{organ.name}是{body.name}的本级人民政府")
    return Competence(False, f"{organ.name}与{body.name}没有上下级关系，应当移送上级机关")


def competent_organ(body: PublicBody) -> PublicBody:
    """Return the organ that leads credit work nearest above `body`: its city's, or the province's; else its government.

    Invented bodies are handled by invented organs only, so that no invented fact is told of a real one.
    Raises `NoCompetentOrgan`.
    """
    region: Region | None = body.region
    while region is not None:
        region = region.parent
        if region is not None and region.level in {Level.CITY, Level.PROVINCE}:
            lead = PublicBody.objects.filter(
                region=region,
                kind=BodyKind.DEPARTMENT,
                name__endswith=LEAD,
                ended_on=None,
                is_fictional=body.is_fictional,
            ).first()
            if lead is not None:
                return lead
    own_government = PublicBody.objects.filter(
        region=body.region, kind=BodyKind.GOVERNMENT, ended_on=None, is_fictional=body.is_fictional
    ).first()
    if body.kind != BodyKind.GOVERNMENT and own_government is not None:
        return own_government
    raise NoCompetentOrgan(f"登记册中没有{body.name}上级的信用主管部门，须由上级机关指定")
