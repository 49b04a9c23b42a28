"""Which messages may tell of the same matter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.voices.same_matter import likenesses

ROAD = "某镇人民政府与我公司签订村道硬化合同，工程前年验收，工程款八十万元至今没有支付。"
SAME = "村道硬化工程前年验收合格，八十万元工程款至今没有支付，请核实某镇人民政府。"
OTHER = "办事大厅中午没有人值班，跑了三趟都没有办成营业执照变更。"


def test_finds_the_one_that_tells_of_the_same_and_shows_the_words_of_both() -> None:
    (found,) = likenesses(ROAD, [(1, OTHER), (2, SAME)], without="某镇人民政府")

    assert found.key == 2
    assert all(word in ROAD for word in found.words)
    assert any("至今没有支付" in word for word in found.words)


def test_the_name_of_the_body_alone_makes_nothing_the_same() -> None:
    a, b = "某镇人民政府拖欠绿化养护费用三年。", "某镇人民政府没有公开招标结果和评标过程。"

    assert likenesses(a, [(1, b)], without="某镇人民政府") == []


def test_a_message_of_a_few_words_is_compared_with_nothing() -> None:
    assert likenesses("请核实。", [(1, "请核实。")]) == []


@settings(max_examples=40)
@given(st.text(alphabet="拖欠工程款合同验收支付道路学校医院。", min_size=20, max_size=80))
def test_a_text_is_like_itself_and_likeness_has_no_direction(text: str) -> None:
    found = likenesses(text, [(1, text)])
    there, back = likenesses(text, [(2, ROAD)]), likenesses(ROAD, [(2, text)])

    assert not found or found[0].share == 1.0
    assert [each.share for each in there] == [each.share for each in back]
