"""Every message of the pages has its English wording, with the same values in it."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "src" / "chengxin" / "site" / "locale" / "en" / "LC_MESSAGES" / "django.po"
VALUE = re.compile(r"%\(\w+\)s")


def _messages() -> Iterator[str]:
    """Yield each message that a template or a view shows."""
    with (ROOT / "babel.cfg").open("r", encoding="utf-8") as mapping:
        parse: Any = parse_mapping_cfg
        methods, options = parse(mapping)
    keywords = {"_": None, "gettext": None, "gettext_lazy": None}
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT, method_map=methods, options_map=options, keywords=keywords, directory_filter=_is_ours
    ):
        assert isinstance(message, str)
        yield message


def _is_ours(folder: str) -> bool:
    return not Path(folder).name.startswith(".") and Path(folder).name not in {"node_modules", "tests", "var"}


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()), locale="en")
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def test_every_message_has_its_english(english: dict[str, str]) -> None:
    assert sorted({message for message in _messages() if not english.get(message)}) == []


def test_one_day_is_one_day() -> None:
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()), locale="en")
    plurals = [message.string for message in catalogue if message.pluralizable]

    assert ("1 day left", "%(num)s days left") in plurals
    assert ("1 day overdue", "%(num)s days overdue") in plurals


def test_what_a_room_says_on_the_desk_is_among_the_messages() -> None:
    said = set(_messages())

    assert {"提出异议", "拟写认定书"} <= said, "buttons"
    assert {"失信事实", "将写入告知当事单位的文书"} <= said, "labels and remarks of forms"
    assert {"核对并受理或者退回", "受理修复申请"} <= said, "clocks and what started them"
    assert {"责令整改通知书", "失信认定书"} <= said, "kinds of document"


def test_the_values_of_a_message_are_in_its_english(english: dict[str, str]) -> None:
    strayed = {
        chinese: text
        for chinese, text in english.items()
        if set(VALUE.findall(text)) != set(VALUE.findall(chinese))
    }

    assert strayed == {}
