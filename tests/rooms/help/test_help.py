"""Every list and form of the desk is explained, in one click; the explanations lead where they say."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.make import Office

from chengxin.doors.help import texts
from chengxin.doors.help.commands import manual as manual_command
from chengxin.doors.help.markdown import Block, Run, as_html, blocks, doors_in
from chengxin.doors.help.texts import first_days, page_of, pages, terms
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor

ROOT = Path(__file__).parents[3]
# Doors that show no page: files, rows for programs, and buttons that lead back to a page.
NO_PAGE = {
    *(
        "ledgers:download",
        "ledgers:workbook",
        "desk:why_this_day_json",
        "desk:attachment",
        "desk:document_file",
    ),
    *("audit:export", "reporting:xlsx", "reporting:csv", "handovers:workbook", "supervision:answers"),
    *("commitments:index_json", "commitments:enter_json", "commitments:one_json"),
    *("proposals:yearly_file", "opinions:yearly_file", "inquiries:results", "inquiries:paper"),
    *("documents:wording_file",),
}


def doors(patterns: list[URLPattern | URLResolver], space: str = "", path: str = "") -> dict[str, str]:
    """Every named door with its path."""
    found: dict[str, str] = {}
    for each in patterns:
        here = path + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            found |= doors(each.url_patterns, inner, here)
        elif each.name:
            found[f"{space}{each.name}"] = here
    return found


def test_every_list_and_form_of_the_desk_has_its_page() -> None:
    of_the_desk = {
        name
        for name, path in doors(get_resolver().url_patterns).items()
        if "desk/" in path and not name.startswith("help:") and name not in NO_PAGE
    }
    bare = {name for name in of_the_desk if not name.endswith((":template", ":refused"))}

    assert {name for name in bare if page_of(name) is None} == set()
    assert {name for page in pages() for name in page.names} <= set(doors(get_resolver().url_patterns))
    assert len({name for page in pages() for name in page.names}) == sum(len(page.names) for page in pages())


def test_a_page_is_short_and_its_links_lead_somewhere() -> None:
    for page in (*pages(), *first_days().values()):
        sentences = sum(page.text.count(mark) for mark in "。；") + page.text.count("\n- ")
        assert 3 <= sentences <= 20, page.title
        for door in doors_in(page.text):
            assert reverse(door), page.title


def test_every_role_has_its_first_day_with_five_steps() -> None:
    assert set(first_days()) == {str(role) for role in Actor} - {Actor.SYSTEM.value}
    for page in first_days().values():
        assert sum(block.mark.endswith(".") for block in blocks(page.text)) == 5
        assert len(set(doors_in(page.text))) >= 3


def test_every_term_is_one_of_the_glossary() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")

    assert [each.zh for each in terms() if each.zh not in glossary] == []
    assert len({each.code for each in terms()}) == len(terms())


def test_markdown_is_read_as_it_is_written() -> None:
    text = "一段**重点**。\n\n1. 甲\n2. 乙\n\n| 列 |\n|---|\n| 值 |\n"

    assert blocks(text) == (
        Block("paragraph", (Run("一段"), Run("重点", bold=True), Run("。"))),
        Block("item", (Run("甲"),), 1, "1."),
        Block("item", (Run("乙"),), 1, "2."),
        Block("table", rows=(((Run("列"),),), ((Run("值"),),))),
    )
    assert "<script>" not in as_html("<script>alert(1)</script>")


@pytest.mark.django_db(databases="__all__")
def test_each_page_of_the_desk_leads_to_its_help_and_explains_its_terms(
    office: Office, rules: str, monday: datetime
) -> None:
    client = Client()
    client.force_login(office.officer.user)

    queue = client.get("/desk/").content.decode()
    consents = client.get("/desk/deliveries/consents/").content.decode()

    assert 'href="/desk/help/desk-queue/" rel="help"' in queue
    assert "<details><summary>本页术语</summary>" in consents
    for address in ("", "first-day/", "first-day/liaison/", "terms/", "desk-queue/"):
        for language in ("", "/en"):
            assert client.get(f"{language}/desk/help/{address}").status_code == 200
    manual = client.get("/desk/help/manual.pdf")
    assert (manual.headers["Content-Type"], manual.content[:5]) == ("application/pdf", b"%PDF-")
    assert client.get("/desk/help/nothing/").status_code == 404
    assert client.get("/desk/help/first-day/nobody/").status_code == 404


def test_the_manual_holds_help_and_guides_as_one_pdf(tmp_path: Path) -> None:
    with clock.standing_at(datetime(2026, 11, 23, tzinfo=UTC)):
        done = CliRunner().invoke(manual_command, [str(tmp_path / "手册.pdf")])

    assert done.exit_code == 0, done.output
    read = pypdf.PdfReader(io.BytesIO((tmp_path / "手册.pdf").read_bytes()))
    said = "".join(page.extract_text() for page in read.pages).replace("\n", "").replace(" ", "")
    guide = (ROOT / "docs/how-to/sign-in.md").read_text("utf-8").partition("\n")[0].lstrip("# ")
    for words in (guide, "工作清单", "第一天", texts.terms()[0].meaning[:10]):
        assert words in said
