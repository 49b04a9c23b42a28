"""Every list of the desk and its ledger say the same: read on every page of the told demo, by everybody in it."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from tests.rooms.ledgers.reading import next_page, rows_of, texts_of_table

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import ledgers
from chengxin.insight.returns.reports import REPORTS
from chengxin.site.demo.cast import LOGINS

# The page of each list, how many of its rows it shows at most (0: it goes on to a next page), which table it is.
PAGES = {
    "matters-waiting": ("/desk/", ("?table=1", "?table=1&due=overdue")),
    "matters-visible": ("/desk/all/", ("", "?where=record", "?where=complaint", "?words=局&due=soon")),
    "matters-overdue": ("/desk/overdue/", ("",)),
    **{f"matters-{tab}": (f"/desk/{tab}/", ("",)) for tab in ("done", "started", "circulated", "starred")},
    "commitments": ("/desk/commitments/", ("", "?view=closed", "?view=overdue", "?q=路")),
    "payments": ("/desk/commitments/payments/", ("", "?year=2024")),
    "proposals": ("/desk/proposals/", ("", "?view=planned", "?view=closed")),
    "opinions": ("/desk/opinions/", ("", "?q=检察")),
    "outside": ("/desk/outside/", ("",)),
    "imports": ("/desk/imports/", ("",)),
    "work-orders": ("/desk/complaints/orders/", ("",)),
    "numbers": ("/desk/documents/numbers/", ("", "?year=2026")),
    "consents": ("/desk/deliveries/consents/", ("",)),
    "returned": ("/desk/platform/returned/", ("",)),
    "inquiry-lists": ("/desk/inquiries/lists/", ("",)),
    "inquiry-reviews": ("/desk/inquiries/reviews/", ("",)),
    "audit-entries": ("/desk/audit/", ("", "?username=officer")),
    **{f"report-{code}": (f"/desk/returns/{code}/", ("?period=2026",)) for code in REPORTS},
    "returns-own": ("/desk/returns/own/", ("", "?standing=returned")),
    "returns-received": ("/desk/returns/received/", ("", "?standing=late")),
    "return": ("/desk/returns/stated/", ("?return=0",)),
    "township-requests": ("/desk/returns/requests/", ("",)),
    "township-request-rows": ("/desk/returns/requests/", ("?township=demo-07",)),
    "returns-summary": ("/desk/returns/summary/", ("?code=nothing",)),
    "returns-bodies": ("/desk/returns/bodies/", ("?return=0",)),
    "return-cell": ("/desk/returns/cell/", ("?return=0",)),
    "report-rows": (
        "/desk/returns/rows/",
        ("?report=records&figure=opened&place=all&period=2026", "?report=nothing"),
    ),
}
# What a page says beside its rows and a ledger need not.
BESIDE = {"演示数据", "；", "上年同期", "收藏", "未阅", "今天催办", "上升", "下降", "持平"}
TOLD = {"matters-waiting", "matters-visible", "matters-overdue", "commitments", "proposals"}
"""Lists in which the told demo has rows; the others are filled by their own rooms' tests."""


def pages(client: Client, address: str, query: str) -> Iterator[list[list[str]]]:
    """Yield the rows of every page of a list."""
    while query is not None:
        page = client.get(address + query)
        if page.status_code != 200:
            return
        yield texts_of_table(page.content)
        if not (query := next_page(page.content)):
            return


def squeezed(texts: list[str]) -> str:
    return re.sub(r"[\s,，·]+", "", "".join(texts))


def test_every_list_that_is_plugged_in_has_its_page_here() -> None:
    assert {ledger.code for ledger in ledgers()} == set(PAGES)


@pytest.mark.parametrize("step", [8, pytest.param(2, marks=pytest.mark.soak)])
def test_every_page_and_its_ledger_say_the_same_to_everybody(told: datetime, step: int) -> None:
    """Of every role; the first compares every list, the others every `step`-th, so that all lists take turns."""
    compared: Counter[str] = Counter()
    faults: list[object] = []
    for number, login in enumerate({login.role: login for login in LOGINS}.values()):
        mandate = Mandate.objects.get(user__username=login.username, role=login.role)
        client = Client()
        client.force_login(mandate.user)
        for place, (code, (address, queries)) in enumerate(PAGES.items()):
            if number and (number + place) % step:
                continue
            for query in queries:
                compared[code] += same(client, code, address, query, faults)

    assert faults == []
    assert set(+compared) >= TOLD, compared
    assert compared["matters-visible"] > 20, compared


def same(client: Client, code: str, address: str, query: str, faults: list[object]) -> int:
    """Compare a list with its ledger, row by row and text by text; return how many rows there were."""
    drawn = client.get(f"/desk/ledgers/{code}/workbook.xlsx{query}")
    if drawn.status_code == 404:
        return 0
    rows = rows_of(drawn.content)
    printed = texts_of_table(client.get(f"/desk/ledgers/{code}/print/{query}").content)
    if printed != [[" ".join(text.split()) for text in row if text.strip()] for row in rows]:
        faults.append((code, query, "the print is not the workbook"))
    if code == "audit-entries":
        return len(rows)  # every page that is read adds an entry: its own test compares the words
    listed = list(itertools.chain.from_iterable(pages(client, address, query)))
    if len(rows) != len(listed):
        faults.append((code, query, len(rows), len(listed)))
    for shown, row in zip(listed, rows, strict=False):
        whole = squeezed(row)
        said = itertools.chain.from_iterable(text.split(" · ") for text in shown)
        missing = [text for text in said if text not in BESIDE and squeezed([text]) not in whole]
        faults.extend((code, query, text, row) for text in missing)
    return len(rows)
