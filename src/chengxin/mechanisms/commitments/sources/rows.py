"""一行承诺: from a row of the template to a promise, or everything that is wrong with it: column, found, expected.

Workbook, CSV and JSON Lines pass here alike. A milestone is a row of its own under the same document.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import body_on
from chengxin.ground.sheets import Column, Problem
from chengxin.mechanisms.commitments.models import Beneficiary
from chengxin.mechanisms.commitments.operations import Promise
from chengxin.mechanisms.commitments.queries import KINDS
from chengxin_core.determination.written_amounts import AmountUnreadable, read_amount
from chengxin_core.names import Ambiguous, Resolved
from chengxin_core.rulebook import Rulebook
from chengxin_core.vocabulary import Area

TITLE = "承诺台账"
NOTES = (
    "每行一项承诺；分期履行的，每期一行，文号相同。",
    "承诺内容按文件原文填写，不写个人姓名、电话；受益方名称加密保存，不公开。",
    "同样的内容再次登记不会改变任何内容。",
)
_DAY = "2026-02-02 这样的日期"
_LONGEST_NUMBER = 60
_YES, _NO = "是", "否"
_T = TypeVar("_T")


def columns(rulebook: Rulebook, on: date) -> tuple[Column, ...]:
    """Return the columns of the template."""
    return (
        Column("body", "承诺单位", required=True, explanation="规范名称", example="演示县住房和城乡建设局"),
        Column(
            "kind",
            "种类",
            required=True,
            example="政策承诺",
            choices=tuple(item.zh for item in rulebook.items(KINDS, on=on)),
        ),
        Column(
            "text", "承诺内容", required=True, explanation="按文件原文", example="2027年6月底前完成城北路改造"
        ),
        Column("target", "目标", required=True, explanation="可以衡量", example="改造道路3.2公里"),
        Column("due_on", "期限", required=True, example="2027-06-30"),
        Column(
            "beneficiary_kind",
            "受益方",
            required=True,
            example=Beneficiary.PUBLIC.zh,
            choices=tuple(each.zh for each in Beneficiary),
        ),
        Column("beneficiary", "受益方名称", explanation="社会公众不填；加密保存，不公开"),
        Column("document_title", "文件名称", required=True, example="演示县城市更新方案"),
        Column("document_number", "文号或者合同编号", required=True, example="演政发〔2026〕9号"),
        Column("made_on", "作出日期", required=True, example="2026-11-02"),
        Column("area", "领域", example=Area.GENERAL.zh, choices=tuple(each.zh for each in Area)),
        Column("budget", "预算", explanation="带单位的金额", example="123.45万元"),
        Column("budget_source", "资金来源"),
        Column("is_secret", "涉及商业秘密", explanation="涉及的不公示", example=_NO, choices=(_YES, _NO)),
        Column("own_number", "本单位编号", explanation="本单位系统中的编号，最多60字；没有的不填"),
    )


@dataclass(slots=True)
class _Row:
    """One row while it is read: what it says, and what was found to be wrong."""

    number: int
    said: Mapping[str, str]
    titles: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def take(self, name: str, expected: str, read: Callable[[str], _T | None]) -> _T | None:
        """Read a cell that is filled in; what cannot be read is a problem."""
        text = self.said.get(name, "")
        if not text:
            return None
        found = read(text)
        if found is None:
            self.problems.append(Problem(self.number, self.titles[name], text, expected))
        return found


def read(
    number: int, cells: Mapping[str, object], *, rulebook: Rulebook, on: date
) -> Promise | tuple[Problem, ...]:
    """Return what a row says, or everything that is wrong with it."""
    known = columns(rulebook, on)
    said = {name: str(value).strip() for name, value in cells.items() if value is not None}
    row = _Row(number, said, {column.name: column.title_zh for column in known})
    row.problems += [
        Problem(number, column.title_zh, "", column.explanation or "不空的内容")
        for column in known
        if column.required and not said.get(column.name)
    ]
    kinds = {item.zh: item.code for item in rulebook.items(KINDS, on=on)}
    whom = {each.zh: each for each in Beneficiary}
    areas = {each.zh: each for each in Area}
    kind = row.take("kind", "、".join(kinds), kinds.get)
    beneficiary_kind = row.take("beneficiary_kind", "、".join(whom), whom.get)
    area = row.take("area", "、".join(areas), areas.get)
    days = {name: row.take(name, _DAY, _day) for name in ("due_on", "made_on")}
    budget = row.take("budget", "“123.45万元”这样带单位的金额", _amount)
    secret = row.take("is_secret", f"{_YES}或者{_NO}", {_YES: 1, _NO: 2}.get)
    row.take("own_number", "不超过60字的编号", lambda text: text if len(text) <= _LONGEST_NUMBER else None)
    body = _body(row, on)
    if row.problems:
        return tuple(row.problems)
    assert body is not None  # required, and read without a problem, as are the others below
    assert kind is not None
    assert beneficiary_kind is not None
    made_on, due_on = days["made_on"], days["due_on"]
    assert made_on is not None
    assert due_on is not None
    return Promise(
        body=body,
        kind=kind,
        text=said["text"],
        target=said["target"],
        due_on=due_on,
        beneficiary_kind=beneficiary_kind,
        beneficiary=said.get("beneficiary", ""),
        document_title=said["document_title"],
        document_number=said["document_number"],
        made_on=made_on,
        area=area or Area.GENERAL,
        budget=budget,
        budget_source=said.get("budget_source", ""),
        is_secret=secret == 1,
        own_number=said.get("own_number", ""),
    )


def body_named(name: str, *, on: date) -> PublicBody | str:
    """Return the body of the register that a name means on a day, or in words what was expected."""
    exact = PublicBody.objects.filter(name=name, ended_on=None).select_related("region")
    if len(exact[:2]) == 1:
        return exact[0]
    found = body_on(name, on=on)
    if isinstance(found, Resolved):
        return PublicBody.objects.select_related("region").get(pk=found.body_id)
    if isinstance(found, Ambiguous):
        return "、".join(each.name for each in found.candidates[:3]) + " 中的一个，写全名"
    return "登记册中的规范名称"


def _body(row: _Row, on: date) -> PublicBody | None:
    name = row.said.get("body", "")
    if not name:
        return None
    found = body_named(name, on=on)
    if isinstance(found, str):
        row.problems.append(Problem(row.number, row.titles["body"], name, found))
        return None
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")[:10])
    except ValueError:
        return None


def _amount(text: str) -> Any:
    try:
        return read_amount(text)
    except AmountUnreadable:
        return None
