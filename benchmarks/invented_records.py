"""Invented records with words as uneven as in life, the same for the same number: for measurements of search."""

from bisect import bisect
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

CITIES, COUNTIES, OFFICES = 16, 9, 200
AT = datetime(2026, 2, 2, tzinfo=UTC)
_FIRST_DAY = date(2017, 1, 1)
_SENTENCES = 3


def regions() -> list[tuple[str, str, str, str]]:
    """Return the regions: id, path, name, level."""
    found = [("sd", "sd/", "演示省", "province")]
    for city in range(CITIES):
        found.append((f"sd-{city:02}", f"sd/sd-{city:02}/", f"{_name(city)}市", "city"))
        for county in range(COUNTIES):
            code = f"sd-{city:02}{county:02}"
            found.append((code, f"sd/sd-{city:02}/{code}/", f"{_name(100 + city * 9 + county)}县", "county"))
    return found


def bodies() -> list[tuple[str, str, str]]:
    """Return the bodies: id, region path, name."""
    return [
        (f"{code}-{office}", path, f"{name}{_name(1000 + office)}局")
        for code, path, name, level in regions()
        if level == "county"
        for office in range(OFFICES)
    ]


def content_of(number: int) -> dict[str, Any]:
    """Return the content of the record with this number."""
    rare = Random(number)
    body, path, name = _bodies()[rare.randrange(len(_bodies()))]
    day = _FIRST_DAY + timedelta(days=number // 320)
    named = _region_names()
    return {
        "format": "chengxin/record/v1",
        "body": {
            "id": body,
            "name": name,
            "region": [{"id": code, "name": named[code]} for code in path.split("/")[:-1]],
        },
        "title": f"未按照生效判决支付{_words(rare, 2)}",
        "facts": "，".join(_words(rare, 14) for _ in range(_SENTENCES))
        + f"，欠款{rare.randrange(9999)}万元。",
        "severity": rare.choice(("minor", "general", "general", "serious")),
        "reasons": [{"question": "判决是否已经生效", "answer": "是", "citation": "行政诉讼法 第八十八条"}],
        "basis": {
            "kind": "judgment",
            "number": f"（{day.year}）鲁{rare.randrange(1, 17):02}行终{rare.randrange(1, 3000)}号",
            "organ": f"{named[path.split('/')[1]]}中级人民法院",
            "date": str(day),
        },
        "organ": f"{named[path.split('/')[1]]}发展和改革委员会",
        "measures": [
            {"code": "M-01", "name": "取消评先评优资格", "organ": "演示省人民政府", "state": "已实施"}
        ],
        "progress": [{"on": str(day), "what": f"已支付{_words(rare, 1)}"}],
        "remedies": ["认为公示信息有误的，可以提出异议。"],
        "published_on": str(day),
        "ends_on_latest": str(day + timedelta(days=365)),
        "is_demo": True,
        "objection_marker": False,
        "correction": None,
    }


def _words(rare: Random, number: int) -> str:
    words, weights = _vocabulary()
    return "".join(words[bisect(weights, rare.random() * weights[-1])] for _ in range(number))


@cache
def _vocabulary() -> tuple[list[str], list[float]]:
    """Return 30,000 words of two to four characters, and how often each comes, summed up (Zipf)."""
    rare, letters = Random(1), _letters()
    words = [
        "".join(_letter(rare, letters) for _ in range(rare.choice((2, 2, 2, 3, 4)))) for _ in range(30_000)
    ]
    return words, list(accumulate(1 / (rank + 10) for rank in range(len(words))))


def _letter(rare: Random, letters: str) -> str:
    return letters[int(len(letters) * rare.random() ** 2.5)]


@cache
def _letters() -> str:
    """Return the 3,755 common characters of GB 2312, in an order of our own."""
    found = [
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xD8)
        for cell in range(0xA1, 0xFF)
    ]
    letters = [letter for letter in found if letter]
    Random(2).shuffle(letters)
    return "".join(letters)


def _name(number: int) -> str:
    rare = Random(f"name {number}")
    return rare.choice(_letters()) + rare.choice(_letters())


@cache
def _bodies() -> list[tuple[str, str, str]]:
    return bodies()


@cache
def _region_names() -> dict[str, str]:
    return {code: name for code, _, name, _ in regions()}
