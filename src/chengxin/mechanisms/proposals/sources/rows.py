"""一行建议提案: from a row of the template to what was received, or everything that is wrong with it."""

from collections.abc import Mapping
from datetime import date

from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.sheets import Column, Problem
from chengxin.mechanisms.commitments.sources.rows import body_named
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.operations import Received

TITLE = "建议提案"
NOTES = (
    "每行一件；同一届次的同一编号再次登记不会改变任何内容。",
    "标题和内容不写代表、委员姓名和其他个人信息；提出者加密保存，不公开。",
)
_DAY = "2026-02-02 这样的日期"
_YES, _NO = "是", "否"
COLUMNS = (
    Column(
        "source", "来源", required=True, example=Source.DEPUTY.zh, choices=tuple(each.zh for each in Source)
    ),
    Column("session", "届次", required=True, example="十九届一次会议"),
    Column("number", "编号", required=True, example="012"),
    Column("title", "标题", required=True, example="关于建设跨河人行桥的建议"),
    Column("text", "内容", required=True, explanation="不写个人信息", example="建议在城北建设一座人行桥。"),
    Column("proposer", "提出者", required=True, explanation="多人用顿号分开；加密保存", example="演示代表团"),
    Column("received_on", "收到日期", required=True, example="2026-11-20"),
    Column("body", "主办单位", required=True, explanation="规范名称", example="演示县住房和城乡建设局"),
    Column("is_confidential", "要求保密", example=_NO, choices=(_YES, _NO)),
)
_TITLES = {column.name: column.title_zh for column in COLUMNS}


def read(number: int, cells: Mapping[str, object], *, on: date) -> Received | tuple[Problem, ...]:
    """Return what a row says, or everything that is wrong with it: column, found, expected."""
    said = {name: str(value).strip() for name, value in cells.items() if value is not None}
    problems = [
        Problem(number, column.title_zh, "", column.explanation or "不空的内容")
        for column in COLUMNS
        if column.required and not said.get(column.name)
    ]

    def wrong(name: str, expected: str) -> None:
        if said.get(name):
            problems.append(Problem(number, _TITLES[name], said[name], expected))

    sources = {each.zh: each for each in Source}
    source = sources.get(said.get("source", ""))
    if source is None:
        wrong("source", "、".join(sources))
    received_on = _day(said.get("received_on", ""))
    if received_on is None:
        wrong("received_on", _DAY)
    if said.get("is_confidential", _NO) not in {"", _YES, _NO}:
        wrong("is_confidential", f"{_YES}或者{_NO}")
    for name, longest in (("session", 60), ("number", 20), ("title", 120), ("text", 8000), ("proposer", 200)):
        if len(said.get(name, "")) > longest:
            problems.append(Problem(number, _TITLES[name], f"{len(said[name])} 字", f"不超过 {longest} 字"))
    body = body_named(said["body"], on=on) if said.get("body") else None
    if isinstance(body, str):
        wrong("body", body)
    if problems or source is None or received_on is None or not isinstance(body, PublicBody):
        return tuple(problems)
    return Received(
        source=source,
        session=said["session"],
        number=said["number"],
        title=said["title"],
        text=said["text"],
        proposer=said["proposer"],
        received_on=received_on,
        body=body,
        is_confidential=said.get("is_confidential") == _YES,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-")[:10])
    except ValueError:
        return None
