"""评价人: what the holder of a receipt code may do with a bad rating that was put right; nothing asks who that is."""

from datetime import datetime

from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.plugs import SenderAct
from chengxin.mechanisms.ratings.operations import give_again
from chengxin.mechanisms.ratings.queries import waits_for_another_grade
from chengxin_core.lifecycle.ratings import Satisfaction

GRADES = tuple((grade, grade.zh) for grade in Satisfaction)


def _rate_again(*, voice: Voice, text: str, choice: str, at: datetime) -> str:
    assert voice.matter is not None  # it was rated
    give_again(rated=voice.matter, grade=Satisfaction(choice), at=at)
    return ""


AGAIN = SenderAct(
    "rate_again",
    "再次评价",
    "差评已经整改并答复。请再评价一次；仍是差评的，由上级机关负责人处理。",
    _rate_again,
    GRADES,
    needs_text=False,
)


def acts_of_raters(voice: Voice) -> tuple[SenderAct, ...]:
    """Return what the sender may do about the own rating now."""
    waits = voice.matter is not None and waits_for_another_grade(voice.matter) is not None
    return (AGAIN,) if waits else ()
