"""What the rulebooks cite as read in a statute stands there: the article exists and says the number."""

import re

import pytest
from tests.core.rulebook.policy import ROOT
from tests.core.rulebook.shipped import every_entry
from tests.core.rulebook.statutes import TEXTS, articles_named, articles_of

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Confidence, Entry, Law, Parameter, Quantity

NOT_RESOLVED = ROOT / "docs" / "reference" / "citations-not-resolved.md"
DIGITS = "零一二三四五六七八九"

# Numbers that the cited article gives in other words, and in which.
IN_OTHER_WORDS = {
    "debt.reports_per_year": "每年",
}


def cited_as_read() -> list[tuple[Entry, Law]]:
    """Return each entry that is said to have been read in the text of a statute."""
    return [
        (entry, entry.authority)
        for entry in every_entry()
        if isinstance(entry.authority, Law) and entry.authority.confidence is Confidence.LAW
    ]


def listed_as_unresolved() -> set[tuple[str, str]]:
    """Return title and article of the citations that the reference names as not to be looked up."""
    rows = re.findall(r"^\| 《(.+?)》 \| (.*?) \|", NOT_RESOLVED.read_text("utf-8"), re.MULTILINE)
    return {(title, article) for title, articles in rows for article in articles.split("、")}


def numeral(number: int) -> str:
    """Write a number below a thousand as statutes do: 三, 十, 二十, 六十, 一百二十."""
    if number >= 100:
        rest = number % 100
        tail = (
            "" if not rest else numeral(rest) if rest >= 20 else ("零" if rest < 10 else "一") + numeral(rest)
        )
        return f"{DIGITS[number // 100]}百{tail}"
    tens, ones = divmod(number, 10)
    return ((DIGITS[tens] if tens > 1 else "") + "十" if tens else "") + (
        DIGITS[ones] if ones or not tens else ""
    )


def wordings(parameter: Parameter) -> set[str]:
    """Return how a statute may write a number: in words or digits, months also as years, rates in parts."""
    number = parameter.number
    found = {numeral(number) if number < 1000 else str(number), str(number)}
    if parameter.unit is Unit.MONTHS and number % 12 == 0:
        found |= {f"{numeral(number // 12)}年", f"{number // 12}年"}
    if parameter.quantity is Quantity.PERCENT:
        found |= {f"百分之{numeral(number)}", f"{number}%", f"{number}％"}
    if parameter.quantity is Quantity.PERMYRIAD:
        found |= {f"万分之{numeral(number)}"}
    if number == 2:
        found |= {"两"}
    return found


def needs_texts() -> None:
    if not TEXTS.exists():
        pytest.skip("the texts of the statutes are not beside the checkout")


def test_every_cited_article_exists_or_is_listed() -> None:
    needs_texts()
    cited = {
        (law.document.title, article) for _, law in cited_as_read() for article in articles_named(law.article)
    }

    unresolved = {(title, article) for title, article in cited if article not in articles_of(title)}

    assert len(cited) > 150
    assert unresolved == listed_as_unresolved()


def test_every_rule_read_in_a_statute_names_its_article() -> None:
    unnamed = [
        f"{entry.file}:{entry.line}" for entry, law in cited_as_read() if not articles_named(law.article)
    ]

    assert unnamed == []


def test_the_cited_article_says_the_number() -> None:
    needs_texts()
    silent = []
    for entry, law in cited_as_read():
        if not isinstance(entry, Parameter) or isinstance(entry.value, bool | str) or not entry.number:
            continue
        texts = [articles_of(law.document.title).get(article, "") for article in articles_named(law.article)]
        if any(texts) and not any(word in text for word in wordings(entry) for text in texts):
            silent.append(f"{entry.file}:{entry.line} {entry.key} = {entry.value} {law.article}")

    assert [told for told in silent if told.split()[1] not in IN_OTHER_WORDS] == []


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (3, "三"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (60, "六十"),
        (110, "一百一十"),
        (105, "一百零五"),
        (550, "五百五十"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(number: int, written: str) -> None:
    assert numeral(number) == written
