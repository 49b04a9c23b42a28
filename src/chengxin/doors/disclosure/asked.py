"""查询统计页面: how often was asked for which lawful purpose, quarter by quarter, as it was reviewed and given out.

Small numbers were hidden before they came here, and no sum tells them; nobody is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from chengxin.doors.disclosure.rendering import Rendered, page_and_twin
from chengxin_core.determination.inquiries import Outcome

ADDRESS = "/inquiries/"


def asked_pages(periods: Sequence[Mapping[str, Any]], at: datetime | None = None) -> Iterator[Rendered]:
    """Give the page of the figures in both languages, and its JSON."""
    values = {
        "periods": [
            {
                **period,
                "first_day": date.fromisoformat(period["first_day"]),
                "last_day": date.fromisoformat(period["last_day"]),
            }
            for period in periods
        ],
        "outcomes": [(str(each), each.zh) for each in Outcome],
    }
    yield from page_and_twin(ADDRESS, "asked", values, {"periods": [dict(each) for each in periods]}, at)
