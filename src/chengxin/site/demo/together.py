"""An office works together: stars, circulation, urging, hands that change, other units' word. 演示数据。"""

from datetime import datetime, timedelta

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.worklists import consulting, operations, papers
from chengxin.foundation.worklists.models import Consultation
from chengxin.site.demo.cast import Cast
from chengxin_core.lifecycle.consultations import ConsultationKind

FINANCE, AWARDS, GOVERNMENT = "demo-czt", "demo-rst", "demo-szf"


def tell_together(*, cast: Cast, at: datetime) -> int:
    """Let the office work together on its running records; return how many units were asked."""
    first, second = _running(cast)
    officer, head = cast["officer"], cast["head"]
    yesterday = at - timedelta(days=1)
    operations.star(matter=first, by=officer, at=yesterday, on=True)
    operations.circulate(matter=first, to=head, by=officer, at=yesterday, note="演示数据：请阅。")
    operations.pass_on(
        matter=second, to=cast["officer2"], by=head, at=yesterday, note="演示数据：请核实金额。"
    )
    operations.nudge(matter=second, by=head, at=at)
    operations.save_filter(by=officer, name="即将到期", tab="waiting", query="due=soon")
    sign, assist = ConsultationKind.COUNTERSIGN, ConsultationKind.ASSIST
    _ask(cast, first, FINANCE, sign, at)
    agreed = _ask(cast, first, AWARDS, sign, yesterday)
    consulting.agree(matter=agreed.matter, by=cast["awards"], at=at, opinion="演示数据：无不同意见。")
    differing = _ask(cast, second, FINANCE, sign, yesterday)
    consulting.differ(
        matter=differing.matter, by=cast["finance"], at=at, opinion="演示数据：资金来源没有写明。"
    )
    helping = _ask(cast, first, GOVERNMENT, assist, yesterday)
    consulting.reply(
        matter=helping.matter, by=cast["government"], at=at, opinion="演示数据：会议纪要已提供。"
    )
    withdrawn = _ask(cast, second, AWARDS, assist, yesterday)
    consulting.withdraw(matter=withdrawn.matter, by=officer, at=at, reason="演示数据：材料已经取得。")
    _remind(cast, at)
    return 5


def _running(cast: Cast) -> tuple[Matter, Matter]:
    organ = cast["officer"].body_id
    found = Matter.objects.filter(kind="record", organ=organ, is_open=True, archived_at=None)
    first, second = found.select_related("body", "organ", "holder").order_by("-pk")[:2]
    return first, second


def _ask(cast: Cast, matter: Matter, unit: str, purpose: ConsultationKind, at: datetime) -> Consultation:
    (asked,) = consulting.consult(
        matter=matter,
        units=[PublicBody.objects.select_related("region").get(pk=unit)],
        purpose=purpose,
        question=f"演示数据：请就“{matter.title}”{purpose.zh}。",
        by=cast["officer"],
        at=at,
    )
    return asked


def _remind(cast: Cast, at: datetime) -> None:
    """Draft a letter to a body that was told of its record and has something to do."""
    told = Matter.objects.filter(
        kind="record",
        organ=cast["officer"].body_id,
        is_open=True,
        shown_at__isnull=False,
        deadlines__owes="body",
    )
    matter = told.filter(deadlines__ended_on=None).select_related("body", "organ").order_by("pk").first()
    if matter is not None:
        papers.draft_reminder(
            matter=matter, by=cast["officer"], at=at, text="演示数据：请在期限内提交书面意见和证明材料。"
        )
