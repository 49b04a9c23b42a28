import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.db.models import Sum
from tests.publishing import end, later, make_body, make_matter, make_publication
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure.models import Tally
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import mark, unmark
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin_core.ledger.receipt import check_receipt

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def record(reference: Callable[[], str], follow: Callable[[], None]) -> Publication:
    """A record in force."""
    matter = make_matter()
    reference()
    publication = make_publication(matter)
    follow()
    return publication


class TestRecord:
    def test_shows_facts_reasons_source_measures_progress_and_remedies(
        self, record: Publication, visit: Visit
    ) -> None:
        text = visit(f"/records/{record.key}/").text

        for words in (
            "工程款一百二十万元",
            "判决是否已经生效",
            "鲁99行终1号",
            "取消评先评优资格",
            "六十万元",
            "提出异议",
        ):
            assert words in text

    def test_is_marked_as_demo_data(self, record: Publication, visit: Visit) -> None:
        assert "演示数据" in visit(f"/records/{record.key}/").text

    def test_shows_the_objection_marker_while_there_is_an_objection(
        self, record: Publication, visit: Visit, follow: Callable[[], None]
    ) -> None:
        mark(publication=record, at=later())
        follow()
        during = visit(f"/records/{record.key}/").text
        unmark(publication=record, at=later(2))
        follow()

        assert "异议处理中" in during
        assert "异议处理中" not in visit(f"/records/{record.key}/").text

    def test_has_a_receipt_that_verifies_alone(self, record: Publication, visit: Visit, home: Home) -> None:
        receipt = visit(f"/records/{record.key}/receipt.json").body

        report = check_receipt(receipt, [signer.log_key(home).verifier_key])

        assert {step.outcome.value for step in report.steps} == {"passed"}

    def test_escapes_what_it_shows(
        self, reference: Callable[[], str], follow: Callable[[], None], visit: Visit
    ) -> None:
        publication = make_publication(title='<script>alert("x")</script>')
        follow()

        for address in (f"/records/{publication.key}/", "/", "/feed.atom"):
            assert "<script>alert" not in visit(address).text

    def test_has_a_qr_code_that_answers_only_how_it_stands(self, record: Publication, visit: Visit) -> None:
        text = visit(f"/verify/{record.key}/").text

        assert "有效" in text
        assert "示范市" not in text

    def test_answers_no_more_than_that_it_was_withdrawn(
        self, record: Publication, visit: Visit, follow: Callable[[], None]
    ) -> None:
        end(record)
        follow()

        page, twin = visit(f"/verify/{record.key}/"), visit(f"/verify/{record.key}/index.json")

        assert (page.status, twin.status) == (410, 410)
        assert "已撤下" in page.text
        assert json.loads(twin.text) == {"index": 1, "key": record.key, "state": "withdrawn"}


class TestEveryPage:
    def test_has_its_json_and_its_twin_in_the_other_language(self, record: Publication, visit: Visit) -> None:
        pages = ["/", f"/records/{record.key}/", f"/verify/{record.key}/", "/bodies/demo-1/"]
        for page in [*pages, "/regions/sd/", "/regions/sd-99/", "/withdrawn/", "/search/"]:
            chinese, english = visit(page), visit(f"/en{page}")
            assert (chinese.status, english.status) == (200, 200), page
            assert 'lang="zh-CN"' in chinese.text
            assert '<html lang="en"' in english.text
            assert f'href="/en{page}"' in chinese.text
            assert json.loads(visit(f"{page}index.json").text) is not None

    def test_is_told_of_in_entries_whose_form_is_published(self, record: Publication, visit: Visit) -> None:
        schema = json.loads(visit("/log/entry.schema.json").text)
        entry = json.loads(visit(f"/records/{record.key}/index.json").text)["entry"]

        assert set(schema["required"]) == set(entry)
        assert schema["properties"]["format"]["const"] == entry["format"]

    def test_leads_only_to_pages_that_are_there(self, record: Publication, visit: Visit) -> None:
        for page in (
            "/",
            f"/records/{record.key}/",
            "/bodies/demo-1/",
            "/regions/sd/",
            "/en/",
            "/withdrawn/",
        ):
            for address in re.findall(r'href="(/[^"#]*)"', visit(page).text):
                if not address.startswith(("/static/", "/log/")):
                    assert visit(address.replace("&amp;", "&")).status == 200, f"{page} leads to {address}"


class TestPlaces:
    def test_a_body_of_which_nothing_is_published_has_its_page(
        self, reference: Callable[[], str], visit: Visit
    ) -> None:
        make_body("示范市水务局", 2)
        reference()

        assert "没有正在公示的失信记录" in visit("/bodies/demo-2/").text

    def test_a_body_shows_what_it_did_to_put_things_right(self, record: Publication, visit: Visit) -> None:
        assert "已支付六十万元" in visit("/bodies/demo-1/").text

    def test_an_unknown_body_is_not_found(self, record: Publication, visit: Visit) -> None:
        assert visit("/bodies/nobody/").status == 404

    def test_a_region_counts_what_is_in_force_in_it(self, record: Publication, visit: Visit) -> None:
        make_other = json.loads(visit("/regions/sd/index.json").text)

        assert make_other["figures"] == {"bodies": 1, "by_severity": {"general": 1}, "records": 1}
        assert make_other["places"] == [{"id": "sd-99", "level": "city", "name": "示范市", "records": 1}]

    def test_a_region_stops_counting_what_ended(
        self, record: Publication, visit: Visit, follow: Callable[[], None]
    ) -> None:
        end(record)
        follow()

        assert json.loads(visit("/index.json").text)["figures"]["records"] == 0


class TestSearch:
    @pytest.fixture
    def others(self, record: Publication, follow: Callable[[], None]) -> None:
        """Two more records, of another body, another year and another severity."""
        other = make_body("示范市水务局", 2)
        for title in ("未兑现承诺", "未支付水费"):
            make_publication(
                make_matter(other), title=title, severity="serious", published_on=date(2025, 12, 31)
            )
        follow()

    def asked(self, visit: Visit, query: str) -> Any:
        return json.loads(visit(f"/search/index.json?{query}").text)

    def test_finds_records_by_words_of_two_characters(self, record: Publication, visit: Visit) -> None:
        found = self.asked(visit, "q=工程 示范")

        assert [each["key"] for each in found["records"]] == [record.key]
        assert (found["total"], found["total_is_exact"], found["next_before"]) == (1, True, None)

    def test_finds_bodies_by_name(self, record: Publication, visit: Visit) -> None:
        assert "/bodies/demo-1/" in visit("/search/?q=住房局").text

    def test_counts_by_region_severity_year_and_body(
        self, others: None, reference: Callable[[], str], visit: Visit
    ) -> None:
        reference()
        facets = {
            name: {value["name"]: value["records"] for value in values}
            for name, values in self.asked(visit, "q=示范")["facets"].items()
        }

        assert facets == {
            "region": {"示范市": 3},
            "body": {"示范市水务局": 2, "示范市住房局": 1},
            "severity": {"严重": 2, "一般": 1},
            "year": {"2026": 1, "2025": 2},
        }

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ("year=2025", ["未支付水费", "未兑现承诺"]),
            ("year=2025&q=承诺", ["未兑现承诺"]),
            ("severity=serious&body=demo-1", []),
            ("body=demo-1", ["未按照生效判决支付工程款"]),
            ("region=sd-99&severity=general", ["未按照生效判决支付工程款"]),
            ("region=sd-98", []),
            ("year=%00&q=水费", ["未支付水费"]),
        ],
    )
    def test_finds_what_has_the_values_chosen(
        self, others: None, visit: Visit, query: str, titles: list[str]
    ) -> None:
        assert [each["title"] for each in self.asked(visit, query)["records"]] == titles

    def test_every_count_is_what_its_link_leads_to(self, others: None, visit: Visit) -> None:
        text = visit("/search/?q=示范").text
        links = re.findall(r'<li><a href="(/search/[^"]+)">[^<]+</a> <span class="soft">(\d+)</span>', text)

        assert len(links) == 7
        for address, number in links:
            assert f"{number} 条" in visit(unquote(address).replace("&amp;", "&")).text

    def test_what_is_chosen_can_be_removed(self, others: None, visit: Visit) -> None:
        text = visit("/search/?q=水费&year=2025&region=sd-99").text

        assert 'aria-label="去掉条件 公示年份 2025"' in text
        assert unquote("/search/?q=水费&amp;region=sd-99") in unquote(text)

    def test_says_which_word_is_nowhere(self, others: None, visit: Visit) -> None:
        text = visit("/search/?q=水费 甪端").text

        assert "没有找到正在公示的记录" in text
        assert re.findall(r">(..)</a> <span class=.soft.>(\d) 条", text) == [("水费", "1"), ("甪端", "0")]

    def test_goes_on_where_a_page_ends(
        self, record: Publication, visit: Visit, follow: Callable[[], None]
    ) -> None:
        body = make_body("示范市水务局", 2)
        for number in range(21):
            make_publication(make_matter(body), title=f"示范记录{number}")
        follow()

        first = self.asked(visit, "q=示范")
        second = self.asked(visit, f"q=示范&before={first['next_before']}")

        assert [len(page["records"]) for page in (first, second)] == [20, 2]
        assert second["next_before"] is None
        assert "回到第一页" in visit(f"/search/?q=示范&before={first['next_before']}").text

    def test_what_ended_is_in_no_count(
        self, record: Publication, others: None, visit: Visit, follow: Callable[[], None]
    ) -> None:
        end(record)
        follow()

        found = self.asked(visit, "q=示范")
        assert found["total"] == 2
        assert "severity" not in found["facets"]
        assert Tally.objects.aggregate(all=Sum("records")) == {"all": 2}
        assert not Tally.objects.filter(records=0).exists()

    def test_says_that_it_left_words_out(self, record: Publication, visit: Visit) -> None:
        assert "其余没有用到" in visit(f"/search/?q={'工程 ' * 9}").text

    def test_without_a_word_shows_everything_in_force(self, others: None, visit: Visit) -> None:
        assert "3 条" in visit("/search/").text
        assert "没有字、字母或者数字" in visit("/search/?q=！").text

    @pytest.mark.parametrize("before", ["x", "-1", "0", "9" * 17, "9" * 40])
    def test_bears_what_is_no_number(self, record: Publication, visit: Visit, before: str) -> None:
        assert visit(f"/search/?q=工程&before={before}").status == 200


class TestWithdrawn:
    def test_register_names_day_ground_and_number_only(
        self, record: Publication, visit: Visit, follow: Callable[[], None]
    ) -> None:
        end(record)
        follow()

        assert json.loads(visit("/withdrawn/index.json").text) == {
            "withdrawn": [{"ended_on": "2026-02-03", "ground": "reversed", "index": 1, "kind": "record"}]
        }
        assert record.key not in visit("/withdrawn/").text

    def test_feed_tells_readers_to_forget(
        self, record: Publication, visit: Visit, follow: Callable[[], None]
    ) -> None:
        end(record)
        follow()

        feed = visit("/feed.atom").text
        assert f'deleted-entry ref="http://127.0.0.1:8000/records/{record.key}/"' in feed
        assert "住房局" not in feed
