"""Answers that say nothing are held back with the reason; one finding, reason, measure or way out lets them pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.voices.replies import second_look
from chengxin_core.voices.turns_of_speech import Emptiness

COMPLAINT = (
    "东街幸福小区旁边的工地每天夜里两点还在施工，打桩机的声音很大，老人和孩子都睡不着觉，请有关部门管一管。"
)
SAYS_SOMETHING = [
    "您好！经查，该路灯因线路老化不亮，已于3月2日更换线路。",
    "根据《物业管理条例》第七十三条，维修费用由全体业主分摊。",
    "您反映的问题不属于我局职责，请向市交警支队反映，电话：12345678。",
    "您反映的问题已转城管局。经查，占道经营的摊点已经取缔。",
    "投诉属实，已移交公安机关。",
    "设备已恢复正常运转。",
    "您的补偿款银行已收到并转入账户。",
    "因您没有留下地址，无法核查，请提供具体地点。",
]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("已收悉", Emptiness.RECEIPT),
        ("网友：您好！留言已收悉，感谢您的关心与支持。2019年3月1日", Emptiness.RECEIPT),
        ("2019年6月13日", Emptiness.BARE),
        ("二〇一九年六月十三日", Emptiness.BARE),
        ("您好！2019-06-13", Emptiness.BARE),
        ("", Emptiness.BARE),
        ("网友：您好！您反映的问题已转市教育局调查、核处。", Emptiness.PASSED_ON),
        ("您的来信收悉，立即交办相关部门调查处理，处理情况及时反馈给您。", Emptiness.PASSED_ON),
        ("此事正在调查处理中。2019年5月31日", Emptiness.UNDERWAY),
        ("您的建议我们将认真考虑，谢谢！", Emptiness.NOTED),
        ("网友：您好！您所反映的问题，已进行过回复。", Emptiness.REFERS_BACK),
    ],
)
def test_what_says_nothing_is_held_back_by_its_kind(reply: str, kind: Emptiness) -> None:
    look = second_look(reply, COMPLAINT)

    assert look is not None
    assert look.kind is kind
    assert kind.zh in look.explain()


@pytest.mark.parametrize("reply", SAYS_SOMETHING)
def test_what_says_something_passes(reply: str) -> None:
    assert second_look(reply, COMPLAINT) is None


def test_the_complaint_given_back_is_held_back() -> None:
    look = second_look(f"您好！来信收悉。您反映：{COMPLAINT}特此回复。", COMPLAINT)

    assert look is not None
    assert look.kind is Emptiness.COPIED


def test_a_finding_behind_the_repeated_complaint_passes() -> None:
    answer = "经现场核查，施工单位未取得夜间施工许可，已责令其停止夜间作业并罚款二万元，今后由街道每晚巡查。"

    assert second_look(f"您反映：{COMPLAINT}{answer}", COMPLAINT) is None


@given(
    st.sampled_from(["已收悉。", "您好！", "已转有关部门核处。", "2019年3月1日"]),
    st.sampled_from(SAYS_SOMETHING),
)
def test_politeness_before_an_answer_takes_nothing_from_it(politeness: str, answer: str) -> None:
    assert second_look(politeness + answer, COMPLAINT) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_whatever_is_written_there_is_a_reason_or_none(reply: str, complaint: str) -> None:
    look = second_look(reply, complaint)

    assert look is None or look.explain()
