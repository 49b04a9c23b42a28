"""Files as senders really send them, made by code: torn, mislabelled, hostile. All invented (演示数据)."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import xlsxwriter

from chengxin.ground.sheets import Column, Limits, Row, open_rows

COLUMNS = (
    Column(
        "case_no",
        "案号",
        ("caseNo",),
        required=True,
        explanation="裁判文书上的全称",
        example="（2018）鲁0102行初1号",
    ),
    Column("court", "法院", ("审理法院",), required=True, example="演示市中级人民法院"),
    Column("decided_on", "判决日期", example="2018-02-02"),
    Column("instrument", "文书种类", choices=("判决书", "裁定书")),
    Column("parties", "当事人", nested=True),
)

HEADER = "案号,法院,判决日期\n"


def read(content: bytes, filename: str = "", **limits: Any) -> list[Row]:
    """Return every row of a file."""
    with open_rows(io.BytesIO(content), filename=filename, columns=COLUMNS, limits=Limits(**limits)) as rows:
        return list(rows)


def notices(content: bytes, filename: str = "") -> list[str]:
    """Return what is told of a file as a whole."""
    with open_rows(io.BytesIO(content), filename=filename, columns=COLUMNS) as rows:
        list(rows)
        return rows.notices


def workbook(*rows: Sequence[Any], fill: Callable[[Any, Any], None] | None = None) -> bytes:
    """Return a workbook of one sheet; `fill(book, sheet)` adds what a plain row cannot say."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("案件")
        day = book.add_format({"num_format": "yyyy年m月d日"})
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, at, cell, day)
                elif isinstance(cell, str):
                    sheet.write_string(number, at, cell)
                else:
                    sheet.write(number, at, cell)
        if fill:
            fill(book, sheet)
    return target.getvalue()


TITLES = ("案号", "法院", "判决日期")
SHEET = "xl/worksheets/sheet1.xml"


def with_part(package: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package in which one part is changed, or added where it was not there."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == path else content)
        if path not in old.namelist():
            new.writestr(path, change(b""))
    return target.getvalue()


def sheet_xml(rows: str) -> bytes:
    """Return a workbook whose sheet holds the header and then these rows, as raw XML."""
    titles = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in TITLES)
    xml = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{titles}</row>{rows}</sheetData></worksheet>'
    )
    return with_part(workbook(TITLES), SHEET, lambda _: xml.encode())


def compound_file(*streams: str) -> bytes:
    """Return the beginning of an old Office container with the names of its streams."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + names


def zip_of(method: int = zipfile.ZIP_DEFLATED, /, **parts: bytes) -> bytes:
    """Return a ZIP of the given parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


ONE_CASE = "（2018）鲁0102行初1号,甲院,2018-02-02\n"

NOT_A_TABLE: dict[str, tuple[bytes, str]] = {
    "an empty file": (b"", "空"),
    "a mark of byte order and nothing else": (b"\xef\xbb\xbf\r\n", "空"),
    "an error of a web service": (b'{"code":500,"msg":"\xe5\xa4\xb1\xe8\xb4\xa5"}', "接口返回"),
    "a web page": (b"\r\n<!DOCTYPE html><html><body>404</body></html>", "网页"),
    "a web page in UTF-16": ("<html><table><tr>".encode("utf-16"), "网页"),
    "an XML table of 2003": (b'<?xml version="1.0"?><Workbook/>', "XML"),
    "a JSON array": (b'[{"case_no": "1"}]', "JSON 数组"),
    "an object over many lines": (b'{\n  "case_no": "1"\n}', "分行书写"),
    "an old workbook": (compound_file("Workbook"), ".xls"),
    "an encrypted workbook": (compound_file("EncryptionInfo", "EncryptedPackage"), "密码"),
    "an old letter": (compound_file("WordDocument"), "Word"),
    "noise with the name of a table": (bytes(range(1, 256)) * 8, "二进制数据"),
    "a plain ZIP": (zip_of(**{"a.csv": b"x"}), "ZIP"),
    "a ZIP within a ZIP": (zip_of(**{"b.zip": zip_of(**{"a.csv": b"x"})}), "ZIP"),
    "a Word document": (zip_of(**{"[Content_Types].xml": b"", "word/document.xml": b""}), "Word"),
    "a binary workbook": (zip_of(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""}), ".xlsb"),
    "an open document": (zip_of(**{"mimetype": b"", "content.xml": b""}), "OpenDocument"),
    "a ZIP of a million names": (zip_of(**{f"{n:0200}": b"" for n in range(20_000)}), "目录异常庞大"),
    "a ZIP of too many parts": (
        zip_of(**{"[Content_Types].xml": b""}, **{f"{n}": b"" for n in range(6_000)}),
        "部件",
    ),
    "a ZIP packed with LZMA": (zip_of(zipfile.ZIP_LZMA, **{"[Content_Types].xml": b""}), "压缩方法"),
    "half a workbook": (workbook(TITLES, ("1", "2", "3"))[:900], "损坏"),
    "a PDF": (b"%PDF-1.7", "PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "图片"),
    "a packed file": (b"\x1f\x8b\x08\x00", "gzip"),
    "UTF-16 without its mark": ("案号,法院\n1,2\n".encode("utf-16-le"), "UTF-16"),
    "binary data": (bytes(2000), "二进制"),
    "no header": (ONE_CASE.encode(), "没有找到表头"),
    "a column too few": ("案号,判决日期\n1,2\n".encode(), "缺少「法院」"),
    "a column twice": ("案号,caseNo,法院\n1,2,3\n".encode(), "都是「案号」"),
}
