"""示意图: the schematic map of a region, each part of it coloured by how many records are in force there."""

from collections.abc import Callable
from typing import TypeAlias

from chengxin.doors.disclosure.models import Region
from chengxin.doors.disclosure.queries import Place
from chengxin_reference.map import Value, map_svg, tiles_of

Draw: TypeAlias = Callable[[str, str], str]
"""Draws for a language ("zh" or "en") whose pages are below a prefix ("" or "/en")."""

CLASSES = ((0, "0"), (2, "1–2"), (5, "3–5"), (10, "6–10"), (20, "11–20"))
MORE = ">20"


def map_of(region: Region | None, places: list[Place]) -> Draw | None:
    """Return what draws the map of `region`, or None where there is none."""
    if region is None or not tiles_of(region.id):
        return None
    values = {place.region.id: Value(_shade(place.records), str(place.records)) for place in places}

    def draw(language: str, prefix: str) -> str:
        links = {place.region.id: prefix + place.address for place in places}
        legend = [*(name for _, name in CLASSES), MORE]
        return map_svg(values, lang=language, links=links, of=region.id, legend=legend)

    return draw


def _shade(records: int) -> int:
    return next((shade for shade, (most, _) in enumerate(CLASSES) if records <= most), len(CLASSES))
