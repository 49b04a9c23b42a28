"""What is shipped: sound, complete for the chain, and honest about its lists."""

from datetime import date

import pytest
from tests.law import the_real_rulebook, the_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import check
from chengxin_core.vocabulary import DisclosureMode, InstrumentKind, Severity
from chengxin_rulebooks import provinces, rulebook_sources

NOW = date(2026, 11, 23)
WD, D = Unit.WORKING_DAYS, Unit.DAYS


@pytest.mark.parametrize("province", provinces())
def test_the_shipped_files_have_no_problem(province: str) -> None:
    assert check(rulebook_sources(province)) == ()


@pytest.mark.parametrize(
    ("key", "budget", "unit"),
    [
        ("objection.own", 3, WD),
        ("objection.joint", 7, WD),
        ("objection.accept", 1, WD),
        ("record.correct_report", 3, WD),
        ("record.supply", 7, WD),
        ("record.check", 3, WD),
        ("record.defence", 5, WD),
        ("record.decide", 10, WD),
        ("measure.defence", 5, WD),
        ("measure.decide", 10, WD),
        ("written_explanation", 10, WD),
        ("rectification", 30, D),
        ("rectification.progress", 7, D),
        ("rectification.verify", 10, WD),
        ("lift_ack", 3, WD),
        ("repair.accept", 3, WD),
        ("repair.decide", 10, WD),
    ],
)
def test_the_clocks_of_the_chain_are_there(key: str, budget: int, unit: Unit) -> None:
    clock = the_real_rulebook().clock(key).on(NOW)

    assert (clock.budget, clock.counted_in) == (budget, unit)
    assert clock.starts_on
    assert clock.gist


def test_every_measure_has_an_owner_a_severity_and_a_source() -> None:
    measures = the_real_rulebook().items("measures", on=NOW)

    for measure in measures:
        assert Severity(measure.text("from_severity"))
        assert measure.text("owner")
        assert measure.text("owner_zh")
        assert measure.authority.confidence.is_verified
    assert {
        "written_explanation",
        "rectification",
        "honours_bar",
        "public_criticism",
        "principal_referral",
    } <= {measure.code for measure in measures}


def test_what_an_entry_points_at_exists() -> None:
    book = the_rulebook()
    listed = {item.code for item in book.items("record_types", on=NOW)}

    for measure in book.items("measures", on=NOW):
        assert set(measure.texts("only_for")) <= listed
        assert set(measure.texts("replaces")) <= {other.code for other in book.items("measures", on=NOW)}
        if clock := measure.text("clock", ""):
            book.clock(clock)
    for remedy in book.items("remedies", on=NOW):
        for clock in (*remedy.texts("clocks"), remedy.text("limit", "")):
            assert not clock or book.clock(clock)


def test_every_demonstration_record_type_names_its_instrument_and_disclosure() -> None:
    for item in the_rulebook().items("record_types", on=NOW):
        assert InstrumentKind(item.text("instrument"))
        assert DisclosureMode(item.text("disclosure_mode"))
        assert "演示" in item.text("version")


def test_a_persons_sanction_is_never_disclosed() -> None:
    sanction = the_rulebook().item("record_types", "sanction", on=NOW)

    assert sanction.text("disclosure_mode") == DisclosureMode.INTERNAL


def test_between_organs_no_lawsuit_is_offered() -> None:
    for remedy in the_rulebook().items("remedies", on=NOW):
        if remedy.text("addressee") == "body":
            assert "诉讼" not in remedy.zh
            assert "行政复议" not in remedy.zh


def test_every_pair_of_loss_and_impact_has_a_severity() -> None:
    book = the_real_rulebook()
    cells = {(cell.text("loss"), cell.text("impact")) for cell in book.items("severity_matrix", on=NOW)}

    assert cells == {
        (loss.code, impact.code)
        for loss in book.items("loss_bands", on=NOW)
        for impact in book.items("impact_bands", on=NOW)
    }


def test_the_unofficial_label_is_nowhere() -> None:
    assert not any(
        "五限一降".encode() in text or "黑名单".encode() in text for text in rulebook_sources().values()
    )
