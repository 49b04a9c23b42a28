"""平台: what our own side keeps of what it sends to the platform of record: the queue, which never holds content.

What stands at the platform itself is drilled beside a real one, in tests/rooms/reporting/test_drill.py.
"""

from collections.abc import Iterator

from tests.drill import databases
from tests.drill.house import Planted, Stored, files_under

from chengxin.ground.home import Home


def stored(home: Home) -> Stored:
    """Give every value of the queue's tables, and every file of the platform's folder in the home."""
    yield from databases.rows("default", only="reporting_")
    yield from files_under(home.root / "platform")


def answered(planted: Planted) -> Iterator[tuple[str, str]]:
    """Give nothing: here even what is in force is never kept."""
    yield from ()
