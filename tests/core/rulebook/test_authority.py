from datetime import date

import pytest
from tests.law import the_rulebook

from chengxin_core.rulebook import ADJUSTABLE, Confidence, Document, Law, SystemDefault

REGULATION = Document("demo", "演示条例", "", "某省", date(2020, 10, 1))


def test_a_law_is_cited() -> None:
    law = Law("C-17", REGULATION, "第三十九条", Confidence.LAW)

    assert law.as_law() == law.shown == "《演示条例》第三十九条"


def test_a_default_cannot_be_shown_as_law() -> None:
    default = SystemDefault("Q-19", Confidence.DESIGN)

    assert default.shown == ADJUSTABLE
    assert not hasattr(default, "as_law")


@pytest.mark.parametrize("mark", ["V-sec", "M", "D"])
def test_only_a_rule_read_in_its_text_is_verified(mark: str) -> None:
    assert not Confidence(mark).is_verified


def test_every_shipped_entry_is_law_exactly_where_its_text_was_read() -> None:
    for entry in the_rulebook().entries:
        assert isinstance(entry.authority, Law) is entry.authority.confidence.is_verified
        assert entry.authority.rule_id == entry.rule_id
