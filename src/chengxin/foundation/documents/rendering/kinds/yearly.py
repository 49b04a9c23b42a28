"""年度报告: figures of a year, counted from the rows, each with its definition; what a standing committee is told."""

from collections.abc import Iterable, Sequence
from datetime import date

from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph, Table
from chengxin.foundation.documents.rendering.kinds.issue import Issue, letter, section
from chengxin.foundation.documents.rendering.numbering import long_date


def yearly_report(
    *,
    organ: str,
    on: date,
    title: str,
    opening: str,
    tables: Iterable[tuple[str, Sequence[str], Sequence[Sequence[str]]]],
    definitions: Iterable[tuple[str, str]],
) -> OfficialDocument:
    """Return the report as an official document, to be looked through and issued by the organ; it has no number yet.

    `opening` says of what; each table is heading, header and rows; `definitions` are figure and what it counts.
    """
    told = f"{opening}，截至{long_date(on)}的情况如下。数字由办理记录逐件计出。"
    return letter(
        Issue(organ=organ, number="", issued_on=on),
        title=title,
        addressee="",
        body=(
            Paragraph(told),
            *(
                block
                for heading, header, rows in tables
                for block in section(heading, Table(tuple(header), tuple(map(tuple, rows))))
            ),
            *section("指标说明", *(f"{name}：{definition}。" for name, definition in definitions)),
        ),
    )
