"""上传: a file from outside is what its bytes say, not what its name says, or it is refused.

The one place through which files come in: pictures are painted anew, documents that do something are refused, what is
kept is kept under its hash, and `downloads` hands it out. Of a file from somebody who must not be known nothing is
kept that tells of its maker.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

import filetype

from chengxin.ground import files
from chengxin.ground.bare_copies import bare_office, bare_pdf
from chengxin.ground.home import Home
from chengxin.ground.office_files import PackageRefused, refuse_dangerous
from chengxin.ground.pictures import PictureRefused, painted_anew
from chengxin.ground.portable_documents import DocumentRefused, refuse_active

LARGEST = 20 * 1024 * 1024  # bytes
LONGEST_NAME = 150
_HEAD = 8192
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UploadRefused(ValueError):
    """The file is not taken; the text says what was found and what was expected."""


class Uploaded(Protocol):
    """What a web framework hands over."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was checked and is kept."""

    name: str
    sha256: str
    size: int
    media_type: str


def take(home: Home, uploaded: Uploaded, *, is_anonymous: bool = False, seals: bool = False) -> Upload:
    """Check one uploaded file by its content and keep it; raise `UploadRefused` in words for its sender.

    A picture is kept as it was painted anew, everything else byte by byte as it came, or, where `is_anonymous`,
    without what tells of its maker (`bare_copies`). `seals`: it belongs to a matter about a natural person.
    """
    name = _plain_name(uploaded.name or "")
    _refuse_large(name, uploaded.size or 0)
    content = b"".join(_no_more_than(LARGEST + 1, uploaded.chunks()))
    _refuse_large(name, len(content))
    media_type = _media_type(name, content)
    try:
        kept = _harmless(content, media_type)
        if is_anonymous:
            kept = _bare(kept, media_type)
    except (PictureRefused, DocumentRefused, PackageRefused) as refusal:
        raise UploadRefused(f"文件“{name}”{refusal}") from None
    digest, size = files.keep(home, [kept], seals=seals)
    return Upload(name, digest, size, media_type)


def _harmless(content: bytes, media_type: str) -> bytes:
    """Return what is kept of a file of that type; raise the refusal of its type."""
    if media_type.startswith("image/"):
        return painted_anew(content, media_type)
    if media_type == MEDIA_TYPES["pdf"]:
        refuse_active(content)
    else:
        refuse_dangerous(content)
    return content


def _bare(content: bytes, media_type: str) -> bytes:
    if media_type.startswith("image/"):
        return content  # painted anew already
    return bare_pdf(content) if media_type == MEDIA_TYPES["pdf"] else bare_office(content)


def _plain_name(said: str) -> str:
    """Return the last part of a path, without what cannot be seen or turns the writing round."""
    last = said.replace("\\", "/").rpartition("/")[2]
    seen = "".join(each for each in last if unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    return seen.strip(" .")[-LONGEST_NAME:] or "未命名"


def _refuse_large(name: str, size: int) -> None:
    if size > LARGEST:
        raise UploadRefused(
            f"文件“{name}”有 {size // 1024 // 1024} MB，超过 {LARGEST // 1024 // 1024} MB 的上限"
        )
    if size == 0:
        raise UploadRefused(f"文件“{name}”是空的")


def _no_more_than(most: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield no more bytes than that, whatever size was said."""
    for chunk in chunks:
        yield chunk[:most]
        most -= len(chunk)
        if most <= 0:
            return


def _media_type(name: str, content: bytes) -> str:
    ending = name.rpartition(".")[2].lower()
    expected = MEDIA_TYPES.get(ending)
    if expected is None:
        raise UploadRefused(f"文件“{name}”的类型不在允许之列: 请上传 PDF、PNG、JPG、DOCX 或者 XLSX")
    found = filetype.guess(content[:_HEAD])
    if found is None or found.mime != expected:
        what = found.mime if found else "无法识别的内容"
        raise UploadRefused(f"文件“{name}”的名称是 .{ending}，内容却是 {what}，请核对后重新上传")
    return expected
