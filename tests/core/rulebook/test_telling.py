"""An entry is told in words, and a rule with all that it ever said."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.core.rulebook.shipped import every_entry
from tests.law import the_real_rulebook, the_rulebook

from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.rulebook import Law, Rulebook
from chengxin_core.rulebook.differences import Difference, changes_in_time, changes_of_version
from chengxin_core.rulebook.reference import Family, rules, to_json
from chengxin_core.rulebook.telling import as_json, told

HEAD = 'title = "演示规则"\nconfidence = "D"\nin_force_from = 2020-01-01\n'
DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))


def book(text: str) -> Rulebook:
    return Rulebook.load({"demo.toml": (HEAD + text).encode()})


def test_a_clock_tells_start_suspension_extension_and_silence() -> None:
    (clock,) = book(
        '[[clock]]\nid = "X-03"\nkey = "a"\nbudget = 5\nunit = "wd"\nstarts_on = "收到申请材料"\n'
        'suspended_by = ["听证", "检验"]\nextension = 10\nextension_approver = "本机关负责人"\n'
        'on_silence = "accepted"\n'
    ).entries

    assert told(clock).split("；") == [
        "5 个工作日，自收到申请材料起算",
        "因听证、检验中止",
        "经本机关负责人批准可以延长，合计不超过 10 个工作日",
        "逾期不答的，视为受理",
    ]


def test_numbers_tell_what_they_count() -> None:
    entries = book(
        '[[parameter]]\nid = "K1-08"\nkey = "a"\nvalue = 10\nquantity = "percent"\n'
        '[[parameter]]\nid = "K1-09"\nkey = "b"\nvalue = 15\nunit = "y"\n'
        '[[parameter]]\nid = "K1-10"\nkey = "c"\nvalue = false\n'
        '[[gate]]\nid = "Q-22"\nkey = "d"\nrefuses = "不得列为记录"\n'
    ).entries

    assert {told(entry) for entry in entries} == {"10%", "15 年", "否", "不符合的，不得列为记录"}


def test_a_default_is_never_told_as_law() -> None:
    shown = {as_json(entry)["shown_as"] for entry in every_entry() if not isinstance(entry.authority, Law)}

    assert shown == {"系统默认，可调整"}


def test_every_shipped_rule_has_a_title_a_family_and_canonical_json() -> None:
    told_rules = rules(the_rulebook())

    assert all(rule.title for rule in told_rules)
    assert [rule.family for rule in told_rules] == sorted(
        (r.family for r in told_rules), key=list(Family).index
    )
    assert canonical_bytes(to_json(the_rulebook()))


def test_the_law_of_repair_changed_when_the_new_order_came() -> None:
    changes = changes_in_time(the_real_rulebook(), from_=date(2026, 3, 31), to=date(2026, 4, 1))

    (general,) = [change for change in changes if change.entry.key == "repair.general_max_months"]
    assert general.difference is Difference.CHANGED
    assert general.before is not None
    assert general.after is not None
    assert (told(general.before), told(general.after)) == ("36 个月", "12 个月")


@given(DAYS)
def test_a_day_does_not_differ_from_itself(day: date) -> None:
    assert changes_in_time(the_real_rulebook(), from_=day, to=day) == ()


@given(DAYS, DAYS)
def test_what_is_added_one_way_is_ended_the_other(one: date, other: date) -> None:
    there = changes_in_time(the_real_rulebook(), from_=one, to=other)
    back = changes_in_time(the_real_rulebook(), from_=other, to=one)

    assert {(id(change.before), id(change.after)) for change in there} == {
        (id(change.after), id(change.before)) for change in back
    }


def test_a_corrected_number_is_the_one_change_of_a_version() -> None:
    before = book('[[parameter]]\nid = "K1-09"\nkey = "b"\nvalue = 15\nunit = "y"\n')
    after = book('[[parameter]]\nid = "K1-09"\nkey = "b"\nvalue = 10\nunit = "y"\n')

    (change,) = changes_of_version(before, after)

    assert change.difference is Difference.CHANGED
    assert changes_of_version(before, before) == ()
