"""区划的写法: the names that people write for the regions of today, for finding the place of a message."""

from functools import cache

from chengxin_core.voices.places import Place
from chengxin_reference.divisions import LISTED_ON, Region, path_on, regions

OTHER_WORDS = frozenset({"日照", "平原", "惠民"})
"""Short names that are words of everyday: 日照时间, 惠民政策."""


@cache
def places() -> tuple[Place, ...]:
    """Return every city, county, township and street in force, with the names that are written for it."""
    return tuple(
        Place(path_on(region.id, LISTED_ON), _whole_name(region), _names(region))
        for region in regions().values()
        if region.rank > 1 and region.on(LISTED_ON)
    )


def _whole_name(region: Region) -> str:
    """Return 济南市历城区, 潍坊市诸城市, 潍坊市诸城市相州镇: from the city on, for many townships share a name."""
    names = [regions()[id_].name for id_ in path_on(region.id, LISTED_ON)[1:]]
    return "".join(names)


def _names(region: Region) -> tuple[str, ...]:
    """Return the name, and the name without 市 or 县 where that is no other word."""
    short = region.name[:-1] if region.rank < 4 and region.name[-1] in "市县" else ""
    return (region.name, short) if len(short) > 1 and short not in OTHER_WORDS else (region.name,)
