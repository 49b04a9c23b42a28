"""Suggestions and proposals in public: answers and feedback, boards, and nobody who proposed."""

import json
from collections.abc import Callable

import pytest
from tests.publishing import end, make_body, make_matter, make_proposal, make_publication
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure.addresses import addresses_about
from chengxin.doors.disclosure.models import Document
from chengxin.doors.disclosure.queries import content_of
from chengxin.foundation.transparency.models import Publication
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def shown(rules: str, reference: Callable[[], str], follow: Callable[[], None]) -> Publication:
    """A suggestion in force beside a record of the same body."""
    body = make_body()
    reference()
    make_publication(make_matter(body))
    suggestion = make_proposal(make_matter(body))
    follow()
    return suggestion


@pytest.mark.parametrize("language", ["", "/en"])
def test_its_page_tells_the_answer_and_what_was_said_of_it(
    shown: Publication, visit: Visit, language: str
) -> None:
    page = visit(f"{language}/proposals/{shown.key}/").text

    for words in ("建议在城北建桥", "桥已经建成", "演示县发〔2026〕1号", "演示县水利局"):
        assert words in page
    assert ("演示数据" if not language else "Demonstration data") in page


def test_its_twin_receipt_feed_and_boards(shown: Publication, visit: Visit) -> None:
    twin = json.loads(visit(f"/proposals/{shown.key}/index.json").body)
    board = json.loads(visit("/proposals/bodies/demo-1/index.json").body)

    assert twin["content"]["answers"][0]["feedback"]["result"] == "满意"
    assert board["by_standing"] == {"closed": 1}
    assert board["listed"][0]["answered_on"] == "2026-02-01"
    assert visit(f"/proposals/{shown.key}/receipt.json").status == 200
    assert shown.key in visit("/proposals/feed.atom").text
    for address in ("/proposals/", "/en/proposals/", "/proposals/?standing=closed"):
        assert "关于建桥的建议" in visit(address).text, address
    assert "关于建桥的建议" not in visit("/proposals/?standing=handling").text


def test_a_search_finds_it_where_suggestions_are_asked_for(shown: Publication, visit: Visit) -> None:
    found = json.loads(visit("/search/index.json?q=城北建桥&kind=proposal").body)

    assert [each["key"] for each in found["records"]] == [shown.key]
    assert json.loads(visit("/search/index.json?q=城北建桥").body)["total"] == 0
    page = visit("/search/?q=城北建桥&kind=proposal").text
    assert "公开的建议提案" in page


def test_no_list_of_records_or_promises_holds_it(shown: Publication, visit: Visit) -> None:
    for address in ("/", "/bodies/demo-1/", "/regions/sd-99/", "/feed.atom", "/promises/"):
        assert "关于建桥的建议" not in visit(address).text, address


def test_what_changes_with_it_are_its_boards_and_no_board_of_promises(shown: Publication) -> None:
    content = content_of(Document.objects.get(key=shown.key))

    found = addresses_about(shown.key, [content])

    assert {"/proposals/", "/en/proposals/bodies/demo-1/", "/proposals/feed.atom"} <= found
    assert "/promises/" not in found


def test_what_ended_is_gone(shown: Publication, visit: Visit, follow: Callable[[], None]) -> None:
    end(shown, ground=Ground.ERROR)
    follow()

    assert visit(f"/proposals/{shown.key}/").status == 410
    assert "关于建桥的建议" not in visit("/proposals/").text
    assert 'ref="http' in visit("/proposals/feed.atom").text
