"""The shipped rules: words of departments and of what they do, found in the message and shown."""

from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.voices.functions import Function, Rules

RULES = Rules(
    [
        Function("住房和城乡建设局", "城乡建设", ("住建局",), ("物业", "小区", "施工")),
        Function("城市管理局", "城乡建设", ("城管局",), ("占道经营", "施工")),
        Function("教育局", "教育文体", ("教育局",), ("学校", "小学", "小学生")),
    ]
)


def test_proposes_the_field_with_most_words_and_its_department() -> None:
    asked = RULES.propose("学校旁边的小区物业不管施工")

    assert (asked.proposal.label, asked.department) == ("城乡建设", "住房和城乡建设局")
    assert asked.proposal.words == ("小区", "物业", "施工")
    assert not asked.proposal.needs_person


def test_the_longest_word_at_a_place_counts_alone() -> None:
    assert RULES.propose("小学生").proposal.words == ("小学生",)


def test_one_word_alone_needs_a_person() -> None:
    assert RULES.propose("占道经营").proposal.needs_person


def test_of_a_message_without_a_known_word_nothing_is_proposed() -> None:
    asked = RULES.propose("谢谢")

    assert (asked.proposal.label, asked.department, asked.proposal.needs_person) == (None, "", True)


@given(st.text(st.sampled_from("小区物业学校施工占道经营住建局，"), max_size=40))
def test_words_stand_in_the_message_and_confidence_is_a_share(text: str) -> None:
    proposal = RULES.propose(text).proposal

    assert all(word in text for word in proposal.words)
    assert 0 <= proposal.confidence < 1
