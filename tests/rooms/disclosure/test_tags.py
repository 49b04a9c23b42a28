"""What pages say of themselves: the tags of government websites, and what search engines read."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import override_settings
from tests.law import the_real_rulebook
from tests.publishing import FEB_2, end, make_matter, make_publication
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure import tags
from chengxin.foundation.transparency.models import Publication
from chengxin_core.calendar import legal_day
from chengxin_core.rulebook import Law

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]

NAMED = override_settings(
    SITE_NAME="示范省诚信网", SITE_CODE="3799000001", SITE_DOMAIN="credit.example.gov.cn"
)


class _Head(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.title = self._within = ""
        self.linked: list[Any] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "meta" and "name" in told:
            assert told["name"] not in self.meta, f"{told['name']} stands twice"
            self.meta[told["name"]] = told["content"]
        if tag == "link":
            self.links.append(told)
        self._within = told.get("type", "") if tag == "script" else tag

    def handle_data(self, data: str) -> None:
        if self._within == "application/ld+json":
            self.linked += json.loads(data)["@graph"]
        elif self._within == "title":
            self.title += data
        self._within = ""

    def thing(self, kind: str) -> dict[str, Any]:
        (found,) = (each for each in self.linked if each["@type"] == kind)
        return dict(found)


@pytest.fixture
def publish(reference: Callable[[], str], follow: Callable[[], None]) -> Callable[..., Publication]:
    """Publishes a record that is shown at once."""

    def run(**changes: Any) -> Publication:
        matter = make_matter()
        reference()
        publication = make_publication(matter, **changes)
        follow()
        return publication

    return run


def test_the_tags_are_those_that_the_rulebook_gives_to_each_kind_of_page() -> None:
    items = the_real_rulebook().items("page_meta_tags", on=legal_day(FEB_2))
    read = [item for item in items if isinstance(item.authority, Law)]

    def of(*places: str) -> set[str]:
        return {item.text("tag") for item in read if tuple(item.attributes["places"]) == places}  # type: ignore[arg-type]

    assert (set(tags.ALL), set(tags.COLUMN), set(tags.ARTICLE)) == (
        of("all"),
        of("column", "article"),
        of("article"),
    )


@NAMED
def test_a_record_bears_the_tags_of_its_kind(publish: Callable[..., Publication], visit: Visit) -> None:
    head = _Head(visit(f"/records/{publish().key}/").text)

    assert head.meta["SiteName"] == "示范省诚信网"
    assert head.meta["SiteIDCode"] == "3799000001"
    assert head.meta["SiteDomain"] == "credit.example.gov.cn"
    assert head.meta["ColumnName"] == "政务失信记录"
    assert head.meta["ArticleTitle"] == "未按照生效判决支付工程款"
    assert head.meta["PubDate"] == "2026-02-02 09:30"
    assert head.meta["ContentSource"] == "示范市发展和改革委员会"
    assert head.title == "未按照生效判决支付工程款 - 示范省诚信网"


@NAMED
@pytest.mark.parametrize("address", ["/withdrawn/", "/search/", "/rules/", "/bodies/demo-1/", "/regions/sd/"])
def test_a_list_bears_the_tags_of_a_column_and_none_of_an_article(
    publish: Callable[..., Publication], visit: Visit, address: str
) -> None:
    publish()
    for prefix in ("", "/en"):
        head = _Head(visit(prefix + address).text)

        assert {*tags.ALL, *tags.COLUMN} <= head.meta.keys()
        assert not head.meta.keys() & {*tags.ARTICLE}


def test_what_no_setting_tells_is_left_out(publish: Callable[..., Publication], visit: Visit) -> None:
    head = _Head(visit(f"/records/{publish().key}/").text)

    assert not head.meta.keys() & {*tags.ALL}


def test_what_ended_leaves_nothing_in_the_head(
    publish: Callable[..., Publication], visit: Visit, follow: Callable[[], None]
) -> None:
    publication = publish()
    end(publication)
    follow()

    text = visit(f"/records/{publication.key}/").text
    head = _Head(text)

    assert not head.meta.keys() & {*tags.ARTICLE}
    assert head.meta["robots"] == "noindex"
    assert {each["@type"] for each in head.linked} == {"WebSite"}
    for word in ("示范市", "工程款", "demo-1"):
        assert word not in text


def test_search_engines_are_told_which_page_is_which(
    publish: Callable[..., Publication], visit: Visit
) -> None:
    record = f"/records/{publish().key}/"
    head = _Head(visit(f"/en{record}").text)

    told = {(link["rel"], link.get("hreflang", "")): link["href"] for link in head.links}
    assert told["canonical", ""] == f"http://127.0.0.1:8000/en{record}"
    assert told["alternate", "zh-CN"] == f"http://127.0.0.1:8000{record}"
    assert told["alternate", "en"] == f"http://127.0.0.1:8000/en{record}"


def test_a_record_is_a_report_of_one_body_about_another(
    publish: Callable[..., Publication], visit: Visit
) -> None:
    report = _Head(visit(f"/records/{publish().key}/").text).thing("Report")

    assert report["publisher"] == {"@type": "GovernmentOrganization", "name": "示范市发展和改革委员会"}
    assert report["about"]["name"] == "示范市住房局"
    assert (report["datePublished"], report["expires"]) == ("2026-02-02", "2026-08-02")


def test_the_facts_are_never_repeated_in_the_head(publish: Callable[..., Publication], visit: Visit) -> None:
    text = visit(f"/records/{publish(facts='只在事实中的话。').key}/").text

    assert "只在事实中的话" not in text.partition("</head>")[0]
    assert "只在事实中的话" in text


def test_no_title_ends_the_element_it_stands_in(publish: Callable[..., Publication], visit: Visit) -> None:
    title = '</script><script>alert("x")</script>"><b>&amp;'
    publication = publish(title=title)

    for address in (f"/records/{publication.key}/", f"/en/records/{publication.key}/"):
        text = visit(address).text
        assert "<script>alert" not in text
        assert _Head(text).thing("Report")["headline"] == title
        assert _Head(text).meta["ArticleTitle"] == title


def test_every_page_has_one_title_and_a_description_of_its_own(
    publish: Callable[..., Publication], visit: Visit
) -> None:
    record = f"/records/{publish().key}/"
    pages = ["/", record, "/bodies/demo-1/", "/regions/sd/", "/regions/sd-99/", "/withdrawn/", "/rules/"]

    heads = [_Head(visit(page).text) for page in pages]

    assert len({head.title for head in heads}) == len(pages)
    assert len({head.meta["description"] for head in heads}) == len(pages)


def test_english_pages_speak_english_in_the_head(publish: Callable[..., Publication], visit: Visit) -> None:
    publish()
    head = _Head(visit("/en/withdrawn/").text)

    assert not re.search("[\u4e00-\u9fff]", "".join(head.meta.values()))
