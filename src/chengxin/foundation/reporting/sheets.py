"""对账差异表: the differences of a reconciliation as XLSX and CSV; keys and words, no content."""

import io
from collections.abc import Iterable, Iterator

import xlsxwriter

from chengxin.foundation.reporting.models import Mismatch, Mismatched, Reconciliation
from chengxin.ground.sheets import csv_line

COLUMNS = (
    "序号",
    "事项类别",
    "行政区划",
    "日期",
    "公示编号",
    "主体名称",
    "差异",
    "本平台",
    "对方平台",
    "处理",
)
_WIDTHS = (6, 12, 12, 12, 36, 34, 24, 16, 16, 20)
NONE_FOUND = "零差异"


def csv_of(mismatches: Iterable[Mismatched]) -> bytes:
    """Return the differences as CSV with a byte order mark, as spreadsheets expect it."""
    lines = [csv_line(COLUMNS), *(csv_line(cells) for cells in _rows(mismatches))]
    return ("\ufeff" + "".join(lines)).encode()


def xlsx_of(result: Reconciliation, mismatches: Iterable[Mismatched]) -> bytes:
    """Return the differences as a workbook that prints on A4 across, with the figures of the day above them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        sheet = workbook.add_worksheet("对账差异")
        title = workbook.add_format({"bold": True, "font_size": 14})
        head = workbook.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True})
        text = workbook.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, f"与公共信用信息平台对账差异表（{result.day}）", title)
        sheet.write_string(1, 0, figures_of(result))
        for at, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(2, at, name, head)
        last = 2
        for last, cells in enumerate(_rows(mismatches), start=3):
            for at, cell in enumerate(cells):
                sheet.write_string(last, at, cell, text)
        if last == 2:
            sheet.write_string(3, 0, NONE_FOUND)
        sheet.autofilter(2, 0, last, len(COLUMNS) - 1)
        sheet.freeze_panes(3, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_footer("&C第 &P 页，共 &N 页")
    return target.getvalue()


def figures_of(result: Reconciliation) -> str:
    """Return the figures of a reconciliation in one line."""
    told = NONE_FOUND if not result.differences else f"差异 {result.differences} 条"
    return (
        f"本平台公示中 {result.ours} 条，对方平台 {result.theirs} 条，在途 {result.in_transit} 条，"
        f"退回待办 {result.returned} 条，{told}"
    )


def _rows(mismatches: Iterable[Mismatched]) -> Iterator[list[str]]:
    for number, each in enumerate(mismatches, 1):
        body = each.publication.matter.body.name if each.publication and each.publication.matter else ""
        found = Mismatch(each.mismatch).zh
        yield [
            str(number),
            each.kind,
            each.region,
            each.day,
            each.key,
            body,
            found,
            each.ours,
            each.theirs,
            each.done,
        ]
