"""导入模板: the workbook a sender fills in, with drop-downs, a marked example and a sheet of explanations."""

import io
import re
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from chengxin.ground.sheets.columns import Column
from chengxin.ground.sheets.marks import CHOICES_SHEET, CUT_MARK, EXAMPLE_MARK, GUIDE_SHEET, example_mark

NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
NOT_IN_XML = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767
"""UTF-16 units, the limit of Excel."""
ROWS_WITH_CHOICES = 10_000
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_template(
    columns: Sequence[Column],
    *,
    title: str,
    notes: Sequence[str] = (),
    example_rows: Sequence[Mapping[str, str]] | None = None,
    rows: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """Return an XLSX template.

    `example_rows` are marked and skipped when the file comes back; by default one row is made of the columns'
    examples. `rows` are written as data. All cells are text, so that Excel keeps what is typed.
    """
    if example_rows is None:
        example = {column.name: column.example for column in columns if column.example}
        example_rows = [example] if example else []
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **OPTIONS}) as workbook:
        sheet = workbook.add_worksheet(sheet_name(title))
        guide = workbook.add_worksheet(GUIDE_SHEET)
        looks = Looks(workbook)
        titles = [*(column.title_zh for column in columns), *([EXAMPLE_MARK] if example_rows else [])]
        write_header(sheet, titles, columns, looks)
        _write_rows(sheet, columns, example_rows, rows, looks)
        add_choices(workbook, sheet, columns, first_column=0)
        _write_guide(guide, columns, title, notes, looks)
    return target.getvalue()


class Looks:
    """The few formats our workbooks use."""

    def __init__(self, workbook: Workbook) -> None:
        self.text: Format = workbook.add_format({"num_format": "@", "valign": "top"})
        self.example: Format = workbook.add_format(
            {"num_format": "@", "valign": "top", "italic": True, "font_color": "#767676"}
        )
        self.header: Format = workbook.add_format(
            {"num_format": "@", "bold": True, "bg_color": "#DDEBF7", "border": 1, "text_wrap": True}
        )
        self.required: Format = workbook.add_format(
            {"num_format": "@", "bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True}
        )
        self.wrapped: Format = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.title: Format = workbook.add_format({"bold": True, "font_size": 14})


def write_header(sheet: Worksheet, titles: Sequence[str], columns: Sequence[Column], looks: Looks) -> None:
    """Write the first row, keep it in sight, and explain each known column in a comment."""
    by_title = {column.title_zh: column for column in columns}
    for at, title in enumerate(titles):
        column = by_title.get(title)
        sheet.set_column(at, at, 24 if column and column.explanation else 16, looks.text)
        is_required = column is not None and column.required
        sheet.write_string(0, at, fitting(title), looks.required if is_required else looks.header)
        if column and (comment := _comment(column)):
            sheet.write_comment(0, at, comment, {"x_scale": 2, "y_scale": 1.5})
    sheet.freeze_panes(1, 0)


def _comment(column: Column) -> str:
    lines = [
        "必填" if column.required else "选填",
        column.explanation,
        f"例如：{column.example}" if column.example else "",
    ]
    return "\n".join(filter(None, lines))


def _write_rows(
    sheet: Worksheet,
    columns: Sequence[Column],
    example_rows: Sequence[Mapping[str, str]],
    rows: Sequence[Mapping[str, str]],
    looks: Looks,
) -> None:
    at = 0
    for at, example in enumerate(example_rows, start=1):
        cells = [fitting(example.get(column.name, "")) for column in columns]
        write_texts(sheet, at, [*cells, example_mark(cells)], looks.example)
    for number, row in enumerate(rows, start=at + 1):
        write_texts(sheet, number, [fitting(row.get(column.name, "")) for column in columns], looks.text)


def _write_guide(
    guide: Worksheet, columns: Sequence[Column], title: str, notes: Sequence[str], looks: Looks
) -> None:
    guide.set_column(0, 1, 16)
    guide.set_column(2, 4, 40)
    guide.write_string(0, 0, title, looks.title)
    for at, note in enumerate(notes, start=1):
        guide.write_string(at, 0, note)
    top = len(notes) + 2
    for at, heading in enumerate(("列名", "是否必填", "说明", "示例", "可选值")):
        guide.write_string(top, at, heading, looks.header)
    for row, column in enumerate(columns, start=top + 1):
        required = "必填" if column.required else "选填"
        choices = "、".join(column.choices)
        cells = (column.title_zh, required, column.explanation, column.example, choices)
        write_texts(guide, row, [fitting(cell) for cell in cells], looks.wrapped)


def add_choices(
    workbook: Workbook, sheet: Worksheet, columns: Sequence[Column], *, first_column: int
) -> None:
    """Give the columns that have choices a drop-down; the choices stand on a sheet of their own."""
    with_choices = [(at, column) for at, column in enumerate(columns, first_column) if column.choices]
    if not with_choices:
        return
    lists = workbook.add_worksheet(CHOICES_SHEET)
    for place, (at, column) in enumerate(with_choices):
        for row, choice in enumerate((column.title_zh, *column.choices)):
            lists.write_string(row, place, choice)
        letters = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
        options = {
            "validate": "list",
            "source": f"={CHOICES_SHEET}!{letters}$2:{letters}${len(column.choices) + 1}",
            "error_title": column.title_zh,
            "error_message": "请从下拉列表中选择",
        }
        sheet.data_validation(1, at, ROWS_WITH_CHOICES, at, options)


def write_texts(sheet: Worksheet, row: int, cells: Sequence[str], look: Format) -> None:
    """Write a row of texts: never a formula, and the text format keeps Excel from making one later."""
    for at, cell in enumerate(cells):
        if cell:
            sheet.write_string(row, at, cell, look)


def fitting(text: str) -> str:
    """Return text that a cell can hold; what is cut says so, and is refused when it comes back."""
    text = NOT_IN_XML.sub("\ufffd", text)
    if len(text) * 2 <= LONGEST_CELL or len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return text
    kept = text.encode("utf-16-le")[: (LONGEST_CELL - len(CUT_MARK)) * 2]
    return kept.decode("utf-16-le", "ignore") + CUT_MARK


def sheet_name(title: str) -> str:
    """Return a title as a tab may carry it."""
    return NOT_IN_A_SHEET_NAME.sub(" ", title).strip()[:31] or "数据"
