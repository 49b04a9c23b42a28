"""报表的栏目: which kinds of matter a report counts, and by which opening or state each figure is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.matters.queries import entered_between, opened_between
from chengxin.insight.returns.periods import Period
from chengxin_core.calendar import beginning_of
from chengxin_core.lifecycle.commitments import COMMITMENT
from chengxin_core.lifecycle.complaints import COMPLAINT
from chengxin_core.lifecycle.consequences import RECTIFICATION
from chengxin_core.lifecycle.opinions import RECEIVED_OPINION
from chengxin_core.lifecycle.proposals import PROPOSAL
from chengxin_core.lifecycle.records import RECORD


@dataclass(frozen=True, slots=True)
class Figure:
    """指标: matters of one kind that were opened, or that entered one of some states, within the period."""

    code: str
    zh: Any
    kind: str
    states: tuple[str, ...] = ()  # empty: opened

    def during(self, period: Period) -> Q:
        """Return the condition that a matter counts in a period; it counts once, however often it came there."""
        begin, end = beginning_of(period.first), beginning_of(period.next().first)
        happened = entered_between(self.states, begin, end) if self.states else opened_between(begin, end)
        return Q(kind=self.kind) & happened


@dataclass(frozen=True, slots=True)
class Report:
    """报表: a title and its figures."""

    code: str
    zh: Any
    figures: tuple[Figure, ...]


_RECORD, _PROMISE, _COMPLAINT = RECORD.kind, COMMITMENT.kind, COMPLAINT.kind
_REPORTS = (
    Report(
        "records",
        _("政务失信记录情况"),
        (
            Figure("opened", _("新提出"), _RECORD),
            Figure("accepted", _("受理"), _RECORD, ("accepted",)),
            Figure("active", _("认定"), _RECORD, ("active",)),
            Figure("dismissed", _("不予认定"), _RECORD, ("dismissed",)),
            Figure("repaired", _("准予修复"), _RECORD, ("repaired",)),
            Figure("withdrawn", _("撤销"), _RECORD, ("withdrawn",)),
        ),
    ),
    Report(
        "rectification",
        _("责令整改情况"),
        (
            Figure("ordered", _("责令整改"), RECTIFICATION.kind, ("ordered",)),
            Figure("reported", _("报告整改"), RECTIFICATION.kind, ("reported",)),
            Figure("rectified", _("整改完成"), RECTIFICATION.kind, ("rectified",)),
            Figure("escalated", _("逾期升级"), RECTIFICATION.kind, ("escalated",)),
        ),
    ),
    Report(
        "commitments",
        _("承诺履行情况"),
        (
            Figure("opened", _("登记"), _PROMISE),
            Figure("fulfilled", _("按期履行"), _PROMISE, ("fulfilled",)),
            Figure("late", _("迟延履行"), _PROMISE, ("fulfilled_late",)),
            Figure("broken", _("违约"), _PROMISE, ("broken",)),
        ),
    ),
    Report(
        "complaints",
        _("违约失信投诉情况"),
        (
            Figure("opened", _("收到"), _COMPLAINT),
            Figure("accepted", _("受理"), _COMPLAINT, ("accepted",)),
            Figure("substantiated", _("核实属实"), _COMPLAINT, ("substantiated",)),
            Figure("unfounded", _("核实不属实"), _COMPLAINT, ("unfounded",)),
            Figure("closed", _("办结"), _COMPLAINT, ("closed",)),
        ),
    ),
    Report(
        "proposals",
        _("建议提案办理情况"),
        (
            Figure("opened", _("登记"), PROPOSAL.kind),
            Figure("answered", _("答复"), PROPOSAL.kind, ("answered",)),
            Figure("planned", _("列入计划"), PROPOSAL.kind, ("follow_up",)),
            Figure("closed", _("办结"), PROPOSAL.kind, ("closed",)),
        ),
    ),
    Report(
        "opinions",
        _("监督意见办理情况"),
        (
            Figure("opened", _("登记"), RECEIVED_OPINION.kind),
            Figure("answered", _("答复"), RECEIVED_OPINION.kind, ("answered",)),
            Figure("concluded", _("已有结果"), RECEIVED_OPINION.kind, ("concluded",)),
        ),
    ),
)
REPORTS: Mapping[str, Report] = {report.code: report for report in _REPORTS}
