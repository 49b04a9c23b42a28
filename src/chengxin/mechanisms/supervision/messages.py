"""Messages and answers from files: each row is read or refused, and a refused row costs no other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from chengxin.ground.sheets import Column, Problem, RefusedRow, RowStream, SkippedRow, SourceRow, open_rows
from chengxin.ground.sheets.columns import NoHeader

LONGEST_LABEL = 60

ID = Column("id", "编号", aliases=("msg_id", "留言编号", "信件编号", "工单编号"))
TITLE = Column("title", "标题", aliases=("主题", "留言主题", "信件标题", "诉求标题"))
TEXT = Column(
    "text",
    "内容",
    aliases=("body", "tokens", "message", "正文", "留言详情", "留言内容", "来信内容", "诉求内容", "投诉内容"),
    required=True,
    example="小区旁边的工地夜间施工，噪音很大。",
)
LABEL = Column(
    "label",
    "类别",
    aliases=("label1", "一级标签", "一级分类", "承办部门", "承办单位", "责任单位", "department"),
    required=True,
    example="城乡建设",
)
REPLY = Column("reply", "答复", aliases=("答复意见", "答复内容", "回复", "回复内容", "answer"), required=True)

LABELLED = (ID, TITLE, TEXT, LABEL)
UNLABELLED = (ID, TITLE, TEXT)
ANSWERED = (ID, TITLE, Column(TEXT.name, TEXT.title_zh, TEXT.aliases), REPLY)


@dataclass(frozen=True, slots=True)
class Message:
    """One row: what was written, under which number, and what belongs to it ('' where nothing does)."""

    row: SourceRow
    id: str
    text: str
    label: str = ""
    reply: str = ""


Read: TypeAlias = Message | RefusedRow


def open_messages(file: Path, columns: Sequence[Column]) -> RowStream:
    """Open a file of messages; a file whose only known column is the required one is welcome, too."""
    try:
        return open_rows(file, columns=columns)
    except NoHeader as refusal:
        needed = [column for column in columns if column.required]
        if len(needed) > 1 or not refusal.known:
            raise
        return open_rows(file, columns=needed)


def read_messages(rows: RowStream, columns: Sequence[Column]) -> Iterator[Read]:
    """Yield each row as a message, or refused with what is wrong; raises `FileRefused`."""
    for row in rows:
        if isinstance(row, SkippedRow):
            continue
        yield row if isinstance(row, RefusedRow) else _judged(row, columns)


def _judged(row: SourceRow, columns: Sequence[Column]) -> Read:
    problems: list[Problem] = []
    cells: dict[str, str] = {}
    for column in columns:
        value = row.cells.get(column.name)
        if isinstance(value, int) and column is ID:
            value = str(value)
        if value is not None and not isinstance(value, str):
            problems.append(Problem(row.number, column.title_zh, str(value), "文字"))
            continue
        cells[column.name] = (value or "").strip()
        if column.required and not cells[column.name]:
            problems.append(Problem(row.number, column.title_zh, "", f"{column.title_zh}的文字"))
    if len(label := cells.get(LABEL.name, "")) > LONGEST_LABEL:
        problems.append(Problem(row.number, LABEL.title_zh, label, f"不超过 {LONGEST_LABEL} 个字的类别"))
    if problems:
        return row.refused(*problems)
    whole = "\n".join(filter(None, (cells.get(TITLE.name), cells.get(TEXT.name))))
    return Message(row, cells.get(ID.name, ""), whole, label, cells.get(REPLY.name, ""))
