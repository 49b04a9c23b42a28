import json
import re
from collections.abc import Callable

import pytest
from tests.publishing import end, later, make_body, make_matter, make_publication
from tests.rooms.disclosure.conftest import Visit

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
    def test_finds_records_by_words_of_two_characters(self, record: Publication, visit: Visit) -> None:
        found = json.loads(visit("/search/index.json?q=工程 示范").text)

        assert [each["key"] for each in found["records"]] == [record.key]

    def test_finds_bodies_by_name(self, record: Publication, visit: Visit) -> None:
        assert "/bodies/demo-1/" in visit("/search/?q=住房局").text

    def test_bears_what_is_no_number(self, record: Publication, visit: Visit) -> None:
        assert visit("/search/?q=工程&before=x").status == 200


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
