"""A province of two cities in which records were opened and determined in two years. 演示数据。"""

from dataclasses import dataclass
from datetime import UTC, datetime

from tests.cast import make_body, make_mandate, make_region

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterMove
from chengxin.foundation.matters.operations import NewMatter, open_matters
from chengxin.foundation.subjects.models import Level, Region
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Actor

# Where, when opened, when determined. Beijing is eight hours ahead: the last second of a quarter lies in its afternoon.
OPENED = (
    ("c1", datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 3, tzinfo=UTC)),
    ("c1", datetime(2026, 8, 20, tzinfo=UTC), datetime(2026, 10, 9, tzinfo=UTC)),
    (
        "x",
        datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC),
        None,
    ),  # the last second of the quarter, in a county of c1
    ("x", datetime(2026, 9, 30, 16, 0, tzinfo=UTC), None),  # the first of the next
    ("c2", datetime(2026, 6, 30, 16, 0, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)),
    ("p", datetime(2026, 9, 9, tzinfo=UTC), None),
    ("c2", datetime(2025, 8, 8, tzinfo=UTC), datetime(2025, 9, 9, tzinfo=UTC)),
)


@dataclass(frozen=True)
class Town:
    """The regions, who looks on from the province, who from one city, and the matters in the order of `OPENED`."""

    regions: dict[str, Region]
    officer: Mandate
    successor: Mandate
    chief: Mandate
    of_city: Mandate
    matters: list[Matter]


def build(rules: str) -> Town:
    """Build the province."""
    province = make_region("p", "演示省", Level.PROVINCE)
    regions = {"p": province}
    for code, name, level, above in (
        ("c1", "演示甲市", Level.CITY, "p"),
        ("c2", "演示乙市", Level.CITY, "p"),
        ("x", "演示甲县", Level.COUNTY, "c1"),
    ):
        regions[code] = make_region(code, name, level, regions[above])
    bodies = {code: make_body(f"b{code}", f"{each.name}演示局", each) for code, each in regions.items()}
    office = make_body("fgw", "演示省信用主管部门", province)
    city_office = make_body("c1fgw", "演示甲市信用主管部门", regions["c1"])
    new = [
        NewMatter(RECORD, f"演示数据：第{number}件", bodies[where], office, rules)
        for number, (where, _, _) in enumerate(OPENED, 1)
    ]
    matters = open_matters(new=new, by=None, at=OPENED[0][1])
    for matter, (_, opened, active) in zip(matters, OPENED, strict=True):
        Matter.objects.filter(pk=matter.pk).update(opened_at=opened)
        if active:
            MatterMove.objects.create(
                matter=matter, code="activate", from_state="heard", to_state="active", at=active
            )
    return Town(
        regions,
        make_mandate("sheng", Actor.CREDIT_OFFICER, office, province.path),
        make_mandate("jie", Actor.CREDIT_OFFICER, office, province.path),
        make_mandate("zhang", Actor.BODY_HEAD, office, office.path, post="主任"),
        make_mandate("shi", Actor.CREDIT_OFFICER, city_office, regions["c1"].path),
        matters,
    )
