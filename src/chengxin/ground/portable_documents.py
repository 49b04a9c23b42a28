"""PDF: a document that does something, hides a file, or cannot be read is not taken.

The structure is read with qpdf (pikepdf), which also sees what is packed into object streams; beside it the bytes are
searched as they lie, for what an earlier revision in the same file still holds. The document itself is kept as it
came: its signature, if it has one, must go on verifying.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

# One for the whole process, before any thread reads: what a small file may grow to.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=256 * 1024 * 1024,
    run_length_max_memory=64 * 1024 * 1024,
    png_max_memory=64 * 1024 * 1024,
    tiff_max_memory=64 * 1024 * 1024,
    parser_max_nesting=100,
    parser_max_container_size=500_000,
    doc_max_warnings=1_000,
)

MOST_OBJECTS = 500_000
# What an action may do: go to a place of the same document, or name an address that its reader must choose to follow.
_HARMLESS = frozenset({"/GoTo", "/URI", "/Named", "/GoToDp"})
_ACTIONS = {
    "/JavaScript": "脚本",
    "/Launch": "启动程序的动作",
    "/SubmitForm": "自动提交数据的动作",
    "/ImportData": "导入数据的动作",
    "/GoToE": "打开嵌入文件的动作",
    "/GoToR": "打开其他文件的动作",
    "/RichMediaExecute": "运行多媒体的动作",
    "/Rendition": "播放媒体的动作",
}
_KEYS = {
    "/JS": "脚本",
    "/JavaScript": "脚本",
    "/EmbeddedFiles": "嵌入文件",
    "/EF": "嵌入文件",
    "/XFA": "动态表单（XFA）",
    "/RichMediaContent": "多媒体",
}
_SUBTYPES = {"/RichMedia": "多媒体", "/Movie": "多媒体", "/Sound": "多媒体", "/FileAttachment": "嵌入文件"}
# Names of what runs or hides, as the bytes lie. /OpenAction alone only says where to begin.
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?)\b")
_SCRIPT = re.compile(rb"/JS(?=[\s(<])")  # so short that the bytes of a picture hold it by chance
_UNREAD = re.compile(r"error decoding stream|unfilterable|limit exceeded")
_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)


class DocumentRefused(ValueError):
    """A PDF that is not taken; the text says what was found."""


def refuse_active(content: bytes) -> None:
    """Raise `DocumentRefused` for a PDF that is damaged, locked, or holds more than pages."""
    found = next(_findings(content), None)
    if found:
        raise DocumentRefused(f"含有可执行的内容或者嵌入的文件（{found}），请另存为普通 PDF 后上传")


def _findings(content: bytes) -> Iterator[str]:
    """Yield what a plain document does not hold, in words."""
    if _ACTIVE.search(content) or _SCRIPT.search(_STREAM.sub(b"", content)):
        yield "脚本、启动动作或者嵌入文件"
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise DocumentRefused("设有密码或者权限限制，请取消后上传")
            if len(pdf.pages) == 0:
                raise DocumentRefused("没有任何一页")
            for number, each in enumerate(pdf.objects):
                if number > MOST_OBJECTS:
                    raise DocumentRefused(f"内部对象超过 {MOST_OBJECTS} 个，异常庞大")
                yield from _in_object(each)
            if any(_UNREAD.search(str(warning)) for warning in pdf.get_warnings()):
                raise DocumentRefused("有一部分展开后异常庞大或者不能展开，无法核对")
    except DocumentRefused:
        raise
    except pikepdf.PasswordError:
        raise DocumentRefused("设有密码，请取消后上传") from None
    except Exception as damage:
        raise DocumentRefused("已损坏，读不下去，请重新生成后上传") from damage


def _in_object(each: Any) -> Iterator[str]:
    """Look at an object and at what is written inside it; what it refers to is an object of its own."""
    waiting = [each]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            waiting += [member for member in here if _is_written_inside(member)]
        elif isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
            yield from _in_dictionary(here)
            waiting += [here[key] for key in here.keys() if _is_written_inside(here[key])]  # noqa: SIM118


def _is_written_inside(member: Any) -> bool:
    return isinstance(member, pikepdf.Array | pikepdf.Dictionary) and not member.is_indirect


def _in_dictionary(here: Any) -> Iterator[str]:
    keys = set(here.keys())
    yield from (zh for key, zh in _KEYS.items() if key in keys)
    kind = str(here.get("/S", "")) if isinstance(here.get("/S"), pikepdf.Name) else ""
    if kind in _ACTIONS:
        yield _ACTIONS[kind]
    if isinstance(here.get("/Subtype"), pikepdf.Name) and str(here["/Subtype"]) in _SUBTYPES:
        yield _SUBTYPES[str(here["/Subtype"])]
    opening = here.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) not in _HARMLESS:
        yield "打开时自动执行的动作"
