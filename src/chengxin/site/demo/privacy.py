"""Personal information in the demo: a request at the counter, and an activity with its impact assessment. 演示数据。"""

from datetime import datetime, timedelta

from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.privacy import assessing, persons
from chengxin.site.demo.cast import Cast
from chengxin_core.lifecycle.privacy import PersonPapers

NAME, NUMBER = (
    "测试己",
    "999999180001000069",
)  # of a division that does not exist, of a day long past: nobody's


def tell_privacy(*, cast: Cast, at: datetime) -> int:
    """Take requests at the counter, decide two of them, and assess an activity; return how many there are."""
    _taken(cast, "correct", "演示数据：请更正本人投诉时所留的联系地址。", at - timedelta(days=1))
    told = at - timedelta(days=6)
    granted = _taken(cast, "access", "演示数据：请提供本人投诉所留信息的复制件。", told)
    persons.grant(matter=granted, by=cast["head"], at=told, reason="演示数据：已提供所留信息的复制件。")
    refused = _taken(cast, "delete", "演示数据：请删除裁判文书当事人一栏中的本人信息。", told)
    persons.refuse(
        matter=refused,
        by=cast["head"],
        at=told,
        reason="演示数据：文书是认定的依据，保存期限内依法应当保存；本人信息已经密封，不公开。",
    )
    _assess(cast, at - timedelta(days=30))
    return 4


def _taken(cast: Cast, right: str, stated: str, at: datetime) -> Matter:
    return persons.take(
        by=cast["officer"],
        chief=cast["head"],
        papers=PersonPapers.ID_CARD,
        name=NAME,
        number=NUMBER,
        contact="演示数据：当面领取",
        right=right,
        stated=stated,
        at=at,
    )


def _assess(cast: Cast, at: datetime) -> None:
    activity = assessing.register(
        by=cast["security"],
        name="演示数据：受理违约失信投诉",
        purpose="演示数据：接收投诉，联系投诉人核实情况，答复处理结果。",
        basis="statutory_duty",
        triggers=["major_effect"],
        at=at,
    )
    drafted = assessing.draft(
        activity=activity,
        by=cast["security"],
        lawful="演示数据：为履行法定职责接收投诉；不要求实名，联系方式由投诉人自行决定是否留下。",
        risks="演示数据：联系方式泄露可能使投诉人受到打击报复。",
        measures="演示数据：联系方式密封，查看须写明目的并留下记录，不告知被投诉单位。",
        at=at,
    )
    assessing.approve(assessment=drafted, by=cast["chief"], remark="", at=at + timedelta(days=1))
