"""答复表: the results of work orders, as a workbook that their channels take in."""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter

from chengxin.mechanisms.supervision.work_orders import Answered

HEAD = ("渠道", "工单编号", "办理状态", "答复日期", "答复内容")
_WIDTHS = (28, 24, 18, 12, 80)


def write_answers(answered: Iterable[Answered], target: BinaryIO) -> int:
    """Write one row for each work order; return how many. No cell is a formula or a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("答复")
        bold = book.add_format({"bold": True})
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, HEAD, bold)
        row = 0
        for row, each in enumerate(answered, start=1):
            cells = (each.channel, each.number, each.state, f"{each.answered_on}", each.answer)
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return row
