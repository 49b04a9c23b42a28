"""The ZIP around a workbook: its directory is judged first; parts are read, never unpacked to disk."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO
from xml.parsers import expat

from chengxin.ground.sheets.problems import FileRefused, shown
from chengxin.ground.sheets.rows import MEBIBYTE, Limits

PARTS_AT_MOST = 5_000
SMALL_PART = 16 * MEBIBYTE
"""Below this size a part may be packed as tightly as it likes."""
DIRECTORY_AT_MOST = 4 * MEBIBYTE
DIRECTORY_SIZE = 5  # its place in the end record that `zipfile` reads
CHUNK = 1 << 16
LONGEST_TAG = 4 * MEBIBYTE

DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, OverflowError, LookupError, struct.error, expat.ExpatError,
)  # fmt: skip
"""What the standard library raises on a damaged package, depending on the byte that was hit."""

SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再传"
SPLIT = "请分成几个文件，或者另存为 .csv"


@contextmanager
def damage_refused() -> Iterator[None]:
    """Turn whatever a damaged package raises into one refusal."""
    try:
        yield
    except DAMAGE as damage:
        raise FileRefused("文件已损坏，读不下去", SAVE_AGAIN) from damage


class Package:
    """The parts of an XLSX file."""

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        source.seek(0, 2)
        if source.tell() > limits.workbook_bytes:
            raise FileRefused(
                f"工作簿有 {source.tell() >> 20} MB，上限是 {limits.workbook_bytes >> 20} MB",
                SPLIT,
            )
        source.seek(0)
        self._zip = open_zip(source)
        refuse_bomb(self._zip.infolist(), limits)
        self._names = {name.lower(): name for name in self._zip.namelist()}

    def has(self, path: str) -> bool:
        return path.lower() in self._names

    def size(self, path: str) -> int:
        """Return the unpacked size of a part, in bytes."""
        return self._zip.getinfo(self._names[path.lower()]).file_size if self.has(path) else 0

    def open(self, path: str) -> IO[bytes]:
        if not self.has(path):
            raise FileRefused(f"工作簿缺少部件 {path}", SAVE_AGAIN)
        return self._zip.open(self._names[path.lower()])

    def parse(self, path: str, handler: "XmlHandler") -> Iterator[int]:
        """Feed a part to a handler, chunk by chunk; yield after each how many bytes were read.

        Refuses DOCTYPE: no spreadsheet has one, and entities are how small XML becomes large.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: handler.start(local(tag), attributes)
        parser.EndElementHandler = lambda tag: handler.end(local(tag))
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = refuse_doctype
        fed = 0
        with damage_refused():
            part = self.open(path)
        with part:
            while True:
                with damage_refused():
                    chunk = part.read(CHUNK)
                    parser.Parse(chunk, not chunk)
                fed += len(chunk)
                if fed - parser.CurrentByteIndex > LONGEST_TAG:
                    raise FileRefused("工作簿已损坏，有一个过长的标记", SAVE_AGAIN)
                yield fed
                if not chunk:
                    return

    def parse_whole(self, path: str, handler: "XmlHandler") -> None:
        for _ in self.parse(path, handler):
            pass


def open_zip(source: BinaryIO) -> zipfile.ZipFile:
    """Open a ZIP whose directory is of a sane size: `zipfile` reads all of it at once."""
    with damage_refused():
        end = zipfile._EndRecData(source)  # type: ignore[attr-defined]
        if end and end[DIRECTORY_SIZE] > DIRECTORY_AT_MOST:
            raise FileRefused("压缩包的目录异常庞大", "这样的文件可能是恶意的，不予读取")
        return zipfile.ZipFile(source)


class XmlHandler:
    """What a part's reader is told, in the order of the document; names without their prefix."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, piece: str) -> None: ...


def local(name: str) -> str:
    """Return a name without its namespace prefix, which some programs write and others do not."""
    return name.rpartition(":")[2] if ":" in name else name


def refuse_doctype(*_: Any) -> None:
    raise FileRefused("工作簿中有 DOCTYPE 声明，正常的工作簿没有", SAVE_AGAIN)


def refuse_bomb(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Judge the directory before anything is unpacked. `zipfile` never reads past a size stated here."""
    if len(parts) > PARTS_AT_MOST:
        raise FileRefused(f"压缩包里有 {len(parts)} 个部件，上限是 {PARTS_AT_MOST}", SAVE_AGAIN)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes:
        raise FileRefused(
            f"解压后有 {unpacked >> 20} MB，上限是 {limits.unpacked_bytes >> 20} MB",
            SPLIT,
        )
    for part in parts:
        if part.flag_bits & 1:
            raise FileRefused("压缩包加了密码", "请取消密码后再传")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileRefused("压缩包用了办公软件不用的压缩方法", SAVE_AGAIN)
        if part.file_size > SMALL_PART and part.file_size > part.compress_size * limits.pack_ratio:
            sizes = f"{part.file_size >> 20} MB 压成 {part.compress_size} 字节"
            raise FileRefused(
                f"部件 {shown(part.filename)} 压缩得异常紧（{sizes}）", "这样的文件可能是恶意的，不予读取"
            )
