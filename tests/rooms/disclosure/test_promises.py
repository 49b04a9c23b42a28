"""Promises in public: each with its versions, boards with fair figures, and nothing left of what ended."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.publishing import (
    FEB_2,
    make_body,
    make_matter,
    make_promise,
    make_promise_review,
    make_publication,
    promise_body,
)
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure.models import Document, Tally
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import correct, withdraw
from chengxin.site.sinks import carry_rules
from chengxin_core.commitments import Standing, share_of
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]
LATER = FEB_2 + timedelta(days=1)


@pytest.fixture
def shown(rules: str, reference: Callable[[], str], follow: Callable[[], None]) -> Publication:
    """A promise in force beside a record of the same body."""
    body = make_body()
    reference()
    carry_rules()
    make_publication(make_matter(body))
    promise = make_promise(make_matter(body))
    follow()
    return promise


def test_a_promise_has_a_page_a_twin_and_a_receipt(shown: Publication, visit: Visit) -> None:
    page = visit(f"/promises/{shown.key}/").text
    twin = json.loads(visit(f"/promises/{shown.key}/index.json").body)

    assert "修好城北路" in page
    assert "演示数据" in page
    assert twin["content"]["standing"] == "due"
    assert visit(f"/promises/{shown.key}/receipt.json").status == 200
    assert f"/promises/{shown.key}/" in visit(f"/verify/{shown.key}/").text


def test_no_list_of_records_holds_it(shown: Publication, visit: Visit) -> None:
    for address in ("/", "/bodies/demo-1/", "/regions/sd-99/", "/feed.atom", "/search/?q=城北路"):
        assert "城北路" not in visit(address).text.replace('value="城北路"', "").replace("q=%E5", ""), address
    assert json.loads(visit("/index.json").body)["figures"]["records"] == 1
    assert set(Tally.objects.values_list("records", flat=True)) == {1}


def test_boards_feed_and_search_of_promises_hold_it(shown: Publication, visit: Visit) -> None:
    for address in (
        "/promises/",
        "/en/promises/",
        "/promises/regions/sd-99/",
        "/promises/bodies/demo-1/",
        "/promises/feed.atom",
        "/search/?q=城北路&kind=promise",
    ):
        answer = visit(address)
        assert answer.status == 200, address
        assert "修好城北路" in answer.text, address


def test_a_change_shows_every_version(shown: Publication, visit: Visit, follow: Callable[[], None]) -> None:
    assert shown.matter is not None
    body = promise_body(shown.matter, due_on=date(2027, 6, 30))
    second = body["versions"][0] | {
        "number": 2,
        "due_on": date(2027, 6, 30),
        "ground": "社会公共利益",
        "decision": "演政决1号",
    }
    body["versions"].append(second)

    correct(
        publication=shown,
        body=body,
        why="变更生效",
        review=make_promise_review(shown.matter, at=LATER),
        at=LATER,
    )
    follow()

    page = visit(f"/promises/{shown.key}/").text
    assert "2026-06-30" in page
    assert "2027-06-30" in page
    assert "社会公共利益" in page
    assert json.loads(visit("/promises/index.json").body)["changed"] == 1
    make_promise(make_matter(shown.matter.body), title="另一项")
    follow()
    changed = json.loads(visit("/promises/index.json?standing=changed").body)["listed"]
    assert [each["key"] for each in changed] == [shown.key]
    assert "变更过 1</a>" in visit("/promises/").text


def test_a_category_that_does_not_exist_lists_nothing_and_says_so(shown: Publication, visit: Visit) -> None:
    for board in ("promises", "proposals"):
        page = visit(f"/{board}/?standing=nonsense")
        assert page.status == 200
        assert "地址里的分类不存在" in page.text
        assert "修好城北路" not in page.text
        assert json.loads(visit(f"/{board}/index.json?standing=nonsense").body)["listed"] == []


def test_a_share_is_told_with_its_interval_and_not_of_too_few(
    shown: Publication, visit: Visit, follow: Callable[[], None]
) -> None:
    few = json.loads(visit("/promises/index.json").body)
    assert few["kept_in_time"] is None
    assert "不足 10 项" in visit("/promises/").text
    assert shown.matter is not None
    for number in range(12):
        make_promise(
            make_matter(shown.matter.body), title=f"第{number}项", standing="kept" if number < 9 else "late"
        )
    follow()

    twin = json.loads(visit("/promises/index.json").body)

    share = share_of(9, 12, at_least=10)
    assert share is not None
    assert twin["by_standing"] == {"due": 1, "kept": 9, "late": 3}
    assert twin["kept_in_time"] == {
        "kept": 9, "of": 12, "point": share.point, "low": share.low, "high": share.high,
    }  # fmt: skip
    assert share.shown in visit("/promises/").text
    assert len(json.loads(visit("/promises/index.json?standing=late").body)["listed"]) == 3


def test_nothing_is_left_of_one_that_ended(
    shown: Publication, visit: Visit, follow: Callable[[], None]
) -> None:
    withdraw(
        publication=shown, ground=Ground.ERROR, clauses=("C-55",), decided_by_role=Actor.CREDIT_HEAD, at=LATER
    )
    follow()

    for address in (
        f"/promises/{shown.key}/",
        f"/promises/{shown.key}/receipt.json",
        f"/verify/{shown.key}/",
    ):
        assert visit(address).status == 410
    for address in (
        "/promises/",
        "/promises/feed.atom",
        "/promises/bodies/demo-1/",
        "/search/?q=城北路&kind=promise",
    ):
        assert "修好城北路" not in visit(address).text
    assert f"/promises/{shown.key}/" in visit("/promises/feed.atom").text
    assert not Document.objects.filter(kind="promise").exists()


def test_every_standing_has_its_word_in_both_languages(shown: Publication, visit: Visit) -> None:
    chinese, english = visit("/promises/").text, visit("/en/promises/").text

    assert Standing.KEPT.zh in chinese
    assert "Kept in time" in english
