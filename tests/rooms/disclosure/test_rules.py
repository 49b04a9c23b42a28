"""The law that the platform works by, on the public site: a permanent address for each rule."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure.models import Page
from chengxin.site.commands import page
from chengxin.site.sinks import carry_rules

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]


@pytest.fixture
def law(rules: str, reference: Callable[[], str]) -> str:
    """The shipped rulebook, loaded and carried to the public side; its hash."""
    carry_rules()
    return rules


def test_a_rule_shows_what_it_says_its_citation_and_since_when(law: str, visit: Visit) -> None:
    text = visit("/rules/C-17/").text

    for words in ("3 个工作日，自收到异议申请起算", "《山东省社会信用条例》第三十九条", "2020-10-01"):
        assert words in text


def test_a_default_is_shown_as_adjustable_and_never_as_law(law: str, visit: Visit) -> None:
    text = visit("/rules/Q-04/").text

    assert "系统默认，可调整" in text
    assert "法规原文核对" not in text


def test_the_list_of_rules_names_each_with_its_address_and_the_version(law: str, visit: Visit) -> None:
    text = visit("/en/rules/").text

    assert 'href="/en/rules/C-17/"' in text
    assert law[:12] in text


def test_rules_have_their_json(law: str, visit: Visit) -> None:
    everything = json.loads(visit("/rules/index.json").body)
    one = json.loads(visit("/rules/C-17/index.json").body)

    assert everything["hash"] == law
    assert one in everything["rules"]


def test_a_rule_that_there_is_not_is_not_found(law: str, visit: Visit) -> None:
    assert visit("/rules/C-99/").status == 404
    assert visit("/rules/C-17'--/").status == 404


def test_the_same_rulebook_is_not_carried_again(law: str) -> None:
    assert carry_rules() == "公示网站: 制度规则与已有的相同"


def test_an_earlier_rulebook_leaves_no_page_behind(law: str) -> None:
    Page.objects.filter(path="/rules/index.json").update(body=b'{"hash": "earlier"}')
    Page.objects.create(path="/rules/Z-99/", status=200, media_type="text/html", body=b"", etag='"x"')

    carry_rules()

    assert not Page.objects.filter(path="/rules/Z-99/").exists()


def test_the_whole_rulebook_is_written_as_one_page(law: str, tmp_path: Path) -> None:
    out = tmp_path / "rules.html"

    done = CliRunner().invoke(page, ["--out", str(out)])

    assert done.exit_code == 0
    text = out.read_text(encoding="utf-8")
    assert 'id="C-17"' in text
    assert "src=" not in text
