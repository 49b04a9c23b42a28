"""撤下通知: signed pages that name what ended by its opaque key, and never hold content."""

from collections.abc import Iterator

from tests.drill.house import Planted, Stored, files_under

from chengxin.ground.home import Home


def stored(home: Home) -> Stored:
    """Give everything in the published log's folder, beside whose tiles the pages lie."""
    return files_under(home.root / "public")


def answered(planted: Planted) -> Iterator[tuple[str, str]]:
    """Give nothing: in this place even what is in force is never seen."""
    yield from ()
