"""What a file is, by its content; its name is only a claim, and a wrong claim is told."""

import re
from codecs import getincrementaldecoder
from enum import Enum
from pathlib import PurePath
from typing import BinaryIO

from chengxin.ground.sheets.package import open_zip
from chengxin.ground.sheets.problems import FileRefused

HEAD = 8192


class Format(Enum):
    """The formats that can be read, with the words people know them by."""

    CSV = "逗号或制表符分隔的文本表格（CSV）"
    JSON_LINES = "每行一个对象的 JSON Lines"
    XLSX = "Excel 工作簿（.xlsx）"


NAMED = {
    ".csv": Format.CSV, ".tsv": Format.CSV, ".txt": Format.CSV, ".tab": Format.CSV,
    ".jsonl": Format.JSON_LINES, ".ndjson": Format.JSON_LINES, ".json": Format.JSON_LINES,
    ".xlsx": Format.XLSX, ".xlsm": Format.XLSX,
}  # fmt: skip

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再传"

# Signature → what it is, what to do.
SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文档", "请提供表格文件（.xlsx、.csv 或 .jsonl）"),
    (b"\x89PNG", "图片", "请提供表格文件，不要提供截图"),
    (b"\xff\xd8\xff", "图片", "请提供表格文件，不要提供照片"),
    (b"GIF8", "图片", "请提供表格文件，不要提供截图"),
    (b"Rar!", "RAR 压缩包", "请解压后逐个上传"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", "请解压后逐个上传"),
    (b"\x1f\x8b", "gzip 压缩包", "请解压后逐个上传"),
    (b"BZh", "bzip2 压缩包", "请解压后逐个上传"),
    (b"\xfd7zXZ", "xz 压缩包", "请解压后逐个上传"),
    (b"{\\rtf", "RTF 文档", "请提供表格文件（.xlsx、.csv 或 .jsonl）"),
    (b"SQLite format 3", "数据库文件", "请导出为 .csv 或 .jsonl 后再传"),
    (b"PAR1", "Parquet 文件", "请导出为 .csv 或 .jsonl 后再传"),
)
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(rb"<(?:!doctype|!--|html|head|body|meta|script|table|title|div|style)\b", re.IGNORECASE)

CONTROLS = bytes(
    {*range(1, 32)} - {*b"\t\n\v\f\r\x1a\x1b"}
)  # no encoding of Chinese writes them; NUL is UTF-16's
MOST_CONTROLS = 50  # one in so many bytes, of at least ten

BLANK = re.compile(rb"\A(?:[ \t\r\n\x00]|\xe3\x80\x80)+")


def recognise(source: BinaryIO) -> Format:
    """Return the format of the content, or refuse what is no table. Leaves `source` at its beginning."""
    source.seek(0)
    head = source.read(HEAD)
    found = _by_signature(source, head) or _by_text(head)
    source.seek(0)
    return found


def mismatch(found: Format, filename: str) -> str | None:
    """Return the sentence for a name that claims something else, or None."""
    suffix = PurePath(filename).suffix.lower()
    if NAMED.get(suffix, found) is found:
        return None
    apart = " " if found.value[0].isascii() else ""
    return f"文件名是 {suffix}，内容却是{apart}{found.value}；已按内容读取"


def _by_signature(source: BinaryIO, head: bytes) -> Format | None:
    if head.startswith(b"PK"):
        return _by_package(source)
    if head.startswith(COMPOUND_FILE):
        raise _compound_file(source)
    for signature, kind, advice in SIGNATURES:
        if head.startswith(signature):
            raise FileRefused(f"内容是{kind}，不是表格", advice)
    return None


def _by_package(source: BinaryIO) -> Format:
    with open_zip(source) as package:
        names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        if "mimetype" in names and "content.xml" in names:
            raise FileRefused("内容是 OpenDocument 文件（.ods 等）", SAVE_AS_XLSX)
        raise FileRefused("内容是 ZIP 压缩包，不是表格", "请解压后逐个上传")
    if "xl/workbook.bin" in names:
        raise FileRefused("内容是二进制工作簿（.xlsb）", SAVE_AS_XLSX)
    if any(name.startswith("word/") for name in names):
        raise FileRefused("内容是 Word 文档，不是表格", "请提供表格文件（.xlsx、.csv 或 .jsonl）")
    if any(name.startswith("ppt/") for name in names):
        raise FileRefused("内容是演示文稿，不是表格", "请提供表格文件（.xlsx、.csv 或 .jsonl）")
    return Format.XLSX


def _compound_file(source: BinaryIO) -> FileRefused:
    """Tell an encrypted workbook from an old one by the names in the directory of its container."""
    source.seek(0)
    container = source.read(4 << 20)
    if "EncryptedPackage".encode("utf-16-le") in container:
        return FileRefused("工作簿加了密码", "请在 Excel 或 WPS 中取消密码后再传")
    if "WordDocument".encode("utf-16-le") in container:
        return FileRefused(
            "内容是旧版 Word 文档（.doc），不是表格", "请提供表格文件（.xlsx、.csv 或 .jsonl）"
        )
    return FileRefused("内容是旧版二进制工作簿（.xls）", SAVE_AS_XLSX)


def _by_text(head: bytes) -> Format:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if head.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise FileRefused("文字编码是 UTF-32", "请另存为 UTF-8 编码")
    if not wide and head.count(0) > len(head) // 5:
        raise FileRefused(
            "内容是二进制数据，或者是没有标记的 UTF-16 文字", "请另存为 UTF-8 编码的文本，或 .xlsx"
        )
    if not wide and _is_noise(head):
        raise FileRefused(
            "内容是二进制数据，不是表格", "请用 Excel 或 WPS 打开，确认没有损坏，另存为 .xlsx 后再传"
        )
    text = head.decode("utf-16", "replace").encode() if wide else head.removeprefix(b"\xef\xbb\xbf")
    text = BLANK.sub(b"", text)
    if not text:
        raise FileRefused("文件是空的", "请确认导出成功后再传")
    if MARKUP.match(text):
        raise FileRefused("内容是网页，不是表格（有的系统导出的“Excel”其实是网页）", SAVE_AS_XLSX)
    if text.startswith(b"<?xml"):
        raise FileRefused("内容是 XML 文件，不是表格", SAVE_AS_XLSX)
    if text.startswith(b"{"):
        return Format.JSON_LINES
    if re.match(rb'\[\s*(?:[\[{"\]\d]|$)', text):
        raise FileRefused("内容是一个 JSON 数组", "请改为 JSON Lines：每行一个对象，行尾没有逗号")
    return Format.CSV


def _is_noise(head: bytes) -> bool:
    """Say whether the bytes are no text in any encoding: not UTF-8, and full of what others do not write."""
    controls = len(head) - len(head.translate(None, CONTROLS))
    if controls <= max(10, len(head) // MOST_CONTROLS):
        return False
    try:
        getincrementaldecoder("utf-8")().decode(head)  # which may end within a character
    except UnicodeDecodeError:
        return True
    return False
