"""The pages that list something list all of it: settings, plugs, words."""

import re

from tests.architecture.places import ROOT, SOURCE, models, names_in_code_marks, terms, tracked_files

from chengxin.foundation.matters.plugs import kinds
from chengxin.site import plugged

SETTING = re.compile(r"\bCHENGXIN_[A-Z_]+[A-Z]\b")
RULE = re.compile(r"\b[ACDEGKNPQRSTX]\d?-\d{2}\b")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|#)([^)\s]+)\)")
REFERENCE = ROOT / "docs" / "reference"


def test_every_setting_that_is_read_is_described_and_no_other() -> None:
    read_by = (".py", ".toml", "run")
    texts = (
        file.read_text(encoding="utf-8")
        for file in tracked_files()
        if file.name.endswith(read_by) and "architecture" not in file.parts
    )

    read = {setting for text in texts for setting in SETTING.findall(text)}

    assert read == set(SETTING.findall((REFERENCE / "settings.md").read_text(encoding="utf-8")))


def test_the_page_of_plugs_is_as_the_program_prints_it() -> None:
    written = (REFERENCE / "plugs.md").read_text(encoding="utf-8")

    assert written == plugged.page(), "run: chengxin plugs > docs/reference/plugs.md"


def test_every_way_to_plug_in_is_on_the_page_of_plugs() -> None:
    ways = {
        way
        for file in SOURCE.rglob("*.py")
        for way in re.findall(r"^def (plug_\w+)", file.read_text(), re.MULTILINE)
    }

    assert ways == {board.plugged_by for board in plugged.BOARDS}


def test_the_glossary_has_a_line_for_every_list_and_table() -> None:
    told = names_in_code_marks((ROOT / "GLOSSARY.md").read_text(encoding="utf-8"))

    untold = {name for _, name in (*terms(), *models())} - told

    assert untold == set()


def test_the_glossary_words_every_state_as_the_program_does() -> None:
    told = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")

    untold = [
        f"{kind.code}: `{state}` {state.zh}"
        for kind in kinds()
        for state in kind.lifecycle.states
        if f"`{state}` {state.zh}" not in told
    ]

    assert untold == []


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [file for file in tracked_files() if file.suffix == ".md"]

    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target.partition("#")[0]).exists()
    ]

    assert lost == []


def test_every_rule_that_the_source_cites_can_be_looked_up() -> None:
    rulebooks = "".join(
        file.read_text(encoding="utf-8") for file in (SOURCE / "chengxin_rulebooks").rglob("*.toml")
    )
    page = (REFERENCE / "rule-ids.md").read_text(encoding="utf-8")
    known = {
        *re.findall(r'^id = "([^"]+)"', rulebooks, re.MULTILINE),
        *re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE),
    }

    cited = {
        (rule, file.name)
        for file in SOURCE.rglob("*.py")
        if "migrations" not in file.parts
        for rule in RULE.findall(file.read_text(encoding="utf-8"))
        if rule not in known
    }

    assert cited == set()
