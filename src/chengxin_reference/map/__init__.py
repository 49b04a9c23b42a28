"""示意图: Shandong's cities, and each city's counties, as hexagons that stand roughly where the places lie.

Keeps      tiles.tsv (id, column, row, name in Latin letters), drawn by us, without boundary or coordinate.
Promises   a picture that can be read without colours: every tile carries its name, its figure and its link.
Refuses    to look like a survey: every picture is marked 示意图.
Start at   map_svg; the colours are in map.css.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from math import sqrt

from chengxin_reference.divisions import regions

PROVINCE = "r00001"
SIDE = 50.0  # of a hexagon, in units of the picture
ACROSS = SIDE * sqrt(3)
DOWN = SIDE * 1.5
MARGIN = 8.0
DARKEST = 5

KEY_WIDTH = 84.0  # of one class in the legend
NAME_SIZES = ((19, ""), (16, " map-long"), (13, " map-longest"))  # of the letters, as map.css has them
NAME_WIDTH = 70.0


@dataclass(frozen=True, slots=True)
class _Words:
    code: str
    mark: str
    title: str
    told: str


_WORDS = {
    True: _Words("zh-CN", "示意图", "{name}示意图", "图中的六边形只表示大致方位，不表示边界和面积。"),
    False: _Words(
        "en",
        "Schematic map",
        "Schematic map of {name}",
        "Hexagons show rough positions, no borders or areas.",
    ),
}


class UnknownShade(ValueError):
    """A tile was given a class that the colours do not have."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A region's place in the picture of the region above it; odd rows stand half a column to the right."""

    region: str
    column: int
    row: int
    english: str

    @property
    def centre(self) -> tuple[float, float]:
        x = MARGIN + ACROSS * (self.column + 0.5 + 0.5 * (self.row % 2))
        return x, MARGIN + SIDE + DOWN * self.row


@dataclass(frozen=True, slots=True)
class Value:
    """What a tile shows: a class from 0 (lightest) to 5, and a figure in words or digits, '' for none."""

    shade: int = 0
    figure: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.shade <= DARKEST:
            raise UnknownShade(f"色阶 {self.shade} 不存在，应当在 0 到 {DARKEST} 之间")


@cache
def tiles() -> Mapping[str, Tile]:
    """Every tile by the id of its region: 16 cities of the province, 136 counties of the cities."""
    lines = files(__package__).joinpath("tiles.tsv").read_text("utf-8").splitlines()
    read = (line.split("\t") for line in lines)
    return {id_: Tile(id_, int(column), int(row), english) for id_, column, row, english in read}


def tiles_of(region_id: str = PROVINCE) -> tuple[Tile, ...]:
    """Return the tiles of the picture of a province or a city, in reading order."""
    below = (tile for tile in tiles().values() if regions()[tile.region].parent == region_id)
    return tuple(sorted(below, key=lambda tile: (tile.row, tile.column)))


def english_name(region_id: str) -> str:
    """Return the region's name in Latin letters.

    >>> english_name("r00002"), english_name(PROVINCE)
    ('Jinan', 'Shandong')
    """
    return "Shandong" if region_id == PROVINCE else tiles()[region_id].english


def map_svg(
    values: Mapping[str, Value],
    *,
    lang: str = "zh",
    links: Mapping[str, str] | None = None,
    of: str = PROVINCE,
    legend: Sequence[str] = (),
) -> str:
    """Draw the province (`of` it) or one city as an inline SVG without colours of its own.

    `values` and `links` are by region id; a tile without a link is plain text. `legend` names the classes.
    The picture is titled, described and marked 示意图; links are reached by keyboard in reading order.
    """
    words, shown = _words(lang), tiles_of(of)
    width = max(tile.centre[0] for tile in shown) + ACROSS / 2 + MARGIN
    height = max(tile.centre[1] for tile in shown) + SIDE + MARGIN
    wide = max(width, 2 * MARGIN + KEY_WIDTH * len(legend))
    tall = height + (52 if legend else 24)
    name = _name(of, lang)
    drawn = (
        _tile(tile, values.get(tile.region, Value()), lang, (links or {}).get(tile.region)) for tile in shown
    )
    return "".join(
        (
            f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0f} {tall:.0f}"',
            f' width="{wide:.0f}" height="{tall:.0f}" role="group" lang="{words.code}"',
            f' aria-labelledby="map-{of}-title map-{of}-desc">',
            f'<title id="map-{of}-title">{escape(words.title.format(name=name))}</title>',
            f'<desc id="map-{of}-desc">{escape(words.told)}</desc>',
            f'<g transform="translate({(wide - width) / 2:.1f} 0)">',
            *drawn,
            "</g>",
            *_legend(legend, height + 16),
            f'<text class="map-mark" x="{wide - MARGIN:.0f}" y="{tall - 8:.0f}" text-anchor="end">',
            f"{escape(words.mark)}</text></svg>",
        )
    )


def _words(lang: str) -> _Words:
    return _WORDS[lang.startswith("zh")]


def _name(region_id: str, lang: str) -> str:
    return regions()[region_id].name if lang.startswith("zh") else english_name(region_id)


def _tile(tile: Tile, value: Value, lang: str, link: str | None) -> str:
    x, y = tile.centre
    name = _name(tile.region, lang)
    spoken = f"{name}: {value.figure}" if value.figure else name
    baseline = y - 4 if value.figure else y + 6
    written = f'<text class="map-name{_size(name)}" x="{x:.1f}" y="{baseline:.1f}">{escape(name)}</text>'
    if value.figure:
        written += f'<text class="map-figure" x="{x:.1f}" y="{y + 20:.1f}">{escape(value.figure)}</text>'
    inner = f'<polygon points="{_hexagon(x, y, SIDE - 2)}"/>{written}'
    look = f'class="map-tile map-shade-{value.shade}" aria-label="{escape(spoken)}"'
    return f'<a {look} href="{escape(link)}">{inner}</a>' if link else f'<g {look} role="img">{inner}</g>'


def _size(name: str) -> str:
    """The class of the largest letters in which the name fits; a Latin letter is about half as wide."""
    letters = sum(1.0 if ord(letter) > 0x2E80 else 0.54 for letter in name)
    return next((look for size, look in NAME_SIZES if letters * size <= NAME_WIDTH), NAME_SIZES[-1][1])


def _hexagon(x: float, y: float, side: float) -> str:
    half = side * sqrt(3) / 2
    corners = (
        (0, -side),
        (half, -side / 2),
        (half, side / 2),
        (0, side),
        (-half, side / 2),
        (-half, -side / 2),
    )
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)


def _legend(names: Sequence[str], y: float) -> Iterator[str]:
    for shade, name in enumerate(names):
        x = MARGIN + 12 + shade * KEY_WIDTH
        yield (
            f'<g class="map-key map-shade-{shade}"><polygon points="{_hexagon(x, y - 5, 10)}"/>'
            f'<text x="{x + 16:.1f}" y="{y:.1f}">{escape(name)}</text></g>'
        )
