"""公示网站: the public database with its rendered pages, its search index and its feed."""

from collections.abc import Iterator

from tests.drill import databases
from tests.drill.house import PLANTED, Planted, Stored

from chengxin.ground.home import Home

LISTS = (
    "/",
    "/en/",
    "/index.json",
    "/bodies/demo-1/",
    "/bodies/demo-1/index.json",
    "/regions/sd-99/",
    "/feed.atom",
    f"/search/?q={PLANTED[:2]}",
)


def stored(home: Home) -> Stored:
    """Give every value of the public database and, where it is embedded, its files."""
    yield from databases.rows("public")
    yield from databases.files("public")


def answered(planted: Planted) -> Iterator[tuple[str, str]]:
    """Give what every address that can tell of the publication answers."""
    key = planted.publication.key
    own = (f"/records/{key}/", f"/en/records/{key}/", f"/records/{key}/index.json")
    for address in (*own, f"/records/{key}/receipt.json", *LISTS):
        yield address, planted.visit(address).text
