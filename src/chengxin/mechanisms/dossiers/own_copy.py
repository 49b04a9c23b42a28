"""副本: what a person's dossier holds, to take away: as a paper that anybody can read, and as data (policy T-57).

Identity stays masked in both, so that a lost file tells nobody who.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from django.utils import timezone

from chengxin.foundation.documents.rendering.document import (
    Block,
    Facts,
    Heading,
    OfficialDocument,
    Paragraph,
)
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.subjects.identities import masked_name_of
from chengxin.foundation.subjects.models import Official
from chengxin.foundation.subjects.officials import posts_of
from chengxin.mechanisms.dossiers import queries
from chengxin.mechanisms.dossiers.papers import said
from chengxin.mechanisms.dossiers.plugs import own_sections

Part: TypeAlias = Sequence[Mapping[str, Any]]
TITLE = "公务员信用档案副本"


def copy_of(official: Official, use_zh: Mapping[str, str], *, on: date) -> dict[str, str | Part]:
    """Return all that the person's own page shows on a day, part by part; `use_zh` words the purposes."""
    told: dict[str, str | Part] = {
        "编号": official.pk,
        "姓名": masked_name_of(official),
        "任职": [
            {"单位": post.body.name, "职务": post.title, "自": post.valid_from, "至": post.valid_until}
            for post in posts_of(official)
        ],
        "信息": [
            {
                "类别": each.input,
                "内容": each.item,
                "文号": each.entry.document_number,
                "日期": each.entry.decided_on,
                "现状": each.standing,
                "依据": each.clause,
                "提供机关": each.entry.supplier.name,
            }
            for each in queries.entries_of(official, on=on, with_removed=True)
        ],
        "年度信用意见": [
            {"年度": each.year, "意见": said(each), "理由": each.reasons}
            for each in queries.opinions_told(official)
        ],
        "意见的使用": [
            {
                "机关": each.by.body.name,
                "用途": use_zh.get(each.use, each.use),
                "文号": each.document_number,
                "时间": each.at,
            }
            for each in queries.uses_of(official)
        ],
        "查阅": [
            {
                "机关": each.body.name,
                "岗位": each.mandate.post,
                "目的": use_zh.get(each.purpose, each.purpose),
                "文号": each.document_number,
                "时间": each.at,
            }
            for each in queries.looks_at(official)
        ],
        "告知": [
            {"内容": each.get_kind_display(), "时间": each.at, "签收": each.known_on}
            for each in queries.notices_of(official)
        ],
        "本人申请": [
            {
                "事项": each.matter.title,
                "提出": each.filed_on,
                "状态": kind_of(each.matter.kind).state_zh(each.matter.state),
            }
            for each in queries.claims_of(official)
        ],
        **{each.title: list(each.rows(official, on)) for each in own_sections()},
    }
    return {
        name: part if isinstance(part, str) else [_by_our_clock(row) for row in part]
        for name, part in told.items()
    }


def _by_our_clock(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its moments as the page shows them: in Beijing, to the second."""
    return {
        name: timezone.localtime(value).replace(microsecond=0) if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def paper_of_copy(official: Official, copied: Mapping[str, str | Part], *, on: date) -> OfficialDocument:
    """Return the copy as a paper: a chapter for each part, in it each thing with its facts."""
    alone = tuple((title, told) for title, told in copied.items() if isinstance(told, str))
    parts = [(title, told) for title, told in copied.items() if not isinstance(told, str)]
    return OfficialDocument(
        organ=official.authority.name,
        number="",
        title=TITLE,
        is_form=True,
        issued_on=on,
        body=(
            Paragraph(f"以下是截至 {on} 您档案的全部内容，由本人取得。身份已经遮蔽。"),
            Facts(alone),
            *(block for title, rows in parts for block in _chapter(title, rows)),
        ),
    )


def _chapter(title: str, rows: Part) -> Iterator[Block]:
    yield Heading(1, title)
    if not rows:
        yield Paragraph("没有。")
    for number, row in enumerate(rows, start=1):
        yield Heading(2, f"第{number}项")
        yield Facts(tuple((name, _in_words(value)) for name, value in row.items()))


def _in_words(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "—" if value in (None, "") else str(value)
