"""上传: a file from outside is what its bytes say, not what its name says, or it is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import filetype

from chengxin.ground import files
from chengxin.ground.home import Home

LARGEST = 20 * 1024 * 1024  # bytes
_HEAD = 8192
_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Names of what runs or hides: a script, a program to start, a file inside. /OpenAction alone only says where to begin.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)\b")
_SCRIPT = re.compile(rb"/JS(?=[\s(<])")  # so short that the bytes of a picture hold it by chance
_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)


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


def take(home: Home, uploaded: Uploaded) -> Upload:
    """Check one uploaded file by its content and keep it; raise `UploadRefused` in words for its sender."""
    name = (uploaded.name or "未命名")[-150:]
    size = uploaded.size or 0
    if size > LARGEST:
        raise UploadRefused(
            f"文件“{name}”有 {size // 1024 // 1024} MB，超过 {LARGEST // 1024 // 1024} MB 的上限"
        )
    if size == 0:
        raise UploadRefused(f"文件“{name}”是空的")
    content = b"".join(uploaded.chunks())
    media_type = _media_type(name, content)
    digest, size = files.keep(home, [content])
    return Upload(name, digest, size, media_type)


def _media_type(name: str, content: bytes) -> str:
    ending = name.rpartition(".")[2].lower()
    expected = _TYPES.get(ending)
    if expected is None:
        raise UploadRefused(f"文件“{name}”的类型不在允许之列: 请上传 PDF、PNG、JPG、DOCX 或者 XLSX")
    found = filetype.guess(content[:_HEAD])
    if found is None or found.mime != expected:
        what = found.mime if found else "无法识别的内容"
        raise UploadRefused(f"文件“{name}”的名称是 .{ending}，内容却是 {what}，请核对后重新上传")
    if ending == "pdf" and _is_active(content):
        raise UploadRefused(f"文件“{name}”含有可执行的内容（脚本或者嵌入文件），请另存为普通 PDF 后上传")
    return expected


def _is_active(pdf: bytes) -> bool:
    return bool(_ACTIVE.search(pdf) or _SCRIPT.search(_STREAM.sub(b"", pdf)))
