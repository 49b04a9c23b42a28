"""Files of judgments as senders make them. 演示数据。"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from tests.ground.odd_files import workbook

from chengxin.chain.evidence.sources.judgments import COLUMNS

TITLES = {column.name: column.title_zh for column in COLUMNS}
RECENT = date(2026, 10, 12)
LONG_AGO = date(2016, 3, 2)
PRIVATE = "演示独名建筑有限公司"
ADVERSE = "确认被告{body}未在法定期限内答复原告申请的行为违法。"


def judgment(body: str = "演示县住房和城乡建设局", *, number: int = 1, **changes: Any) -> dict[str, Any]:
    """A row as a court's file gives it: second instance, effective, against `body`."""
    return {
        "id": f"d-{number}",
        "court": "演示市中级人民法院",
        "caseNo": f"（2026）演01行终{number}号",
        "instrumentType": "判决书",
        "procedure": "二审",
        "reason": "政府信息公开",
        "date": RECENT.isoformat(),
        "parties": [
            {"role": "上诉人（原审原告）", "name": PRIVATE, "is_public_body": False},
            {"role": "被上诉人（原审被告）", "name": body, "is_public_body": True},
        ],
        "docName": f"{PRIVATE}与{body}政府信息公开二审行政判决书",
        "本院认为": f"本院认为，{body}收到{PRIVATE}的申请后未在法定期限内答复，程序违法。",
        "裁判结果": f"一、撤销演示县人民法院一审行政判决；二、{ADVERSE.format(body=body)}本判决为终审判决。",
        **changes,
    }


def lost_at_first(body: str = "演示县住房和城乡建设局", **changes: Any) -> dict[str, Any]:
    """A row of the first instance: adverse, but an appeal is open."""
    parties = [
        {"role": "原告", "name": PRIVATE, "is_public_body": False},
        {"role": "被告", "name": body, "is_public_body": True},
    ]
    first = {"procedure": "一审", "parties": parties, "裁判结果": ADVERSE.format(body=body)}
    return judgment(body, **{"caseNo": "（2026）演0101行初9号", **first, **changes})


def json_lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as JSON Lines."""
    return b"".join(msgspec.json.encode(row) + b"\n" for row in rows)


def text_of(row: Mapping[str, Any]) -> list[str]:
    """A row as people write it into a table: parties as `诉讼地位：名称`, apart by semicolons."""
    parties = row["parties"]
    if isinstance(parties, list):
        parties = "；".join(f"{each['role']}：{each['name']}" for each in parties)
    return [parties if name == "parties" else str(row.get(name, "")) for name in TITLES]


def comma_separated(rows: Sequence[Mapping[str, Any]], encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    """The rows as CSV with Chinese titles."""
    target = io.StringIO()
    csv.writer(target, lineterminator=end).writerows([list(TITLES.values()), *map(text_of, rows)])
    return target.getvalue().encode(encoding)


def spreadsheet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows as a workbook with Chinese titles."""
    return workbook(list(TITLES.values()), *map(text_of, rows))
