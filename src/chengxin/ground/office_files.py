"""办公文件: a DOCX or XLSX is a ZIP: its directory is judged before anything in it is read, and nothing is unpacked.

Macros, programs, controls and parts that are fetched from elsewhere when it is opened are refused.
"""

import re
import zipfile
from io import BytesIO

from chengxin.ground.sheets.package import SAVE_AGAIN, SPLIT, damage_refused, open_zip, refuse_bomb
from chengxin.ground.sheets.problems import FileRefused
from chengxin.ground.sheets.rows import MEBIBYTE, Limits

LIMITS = Limits(unpacked_bytes=512 * MEBIBYTE)
EMBEDDED_AT_MOST = 20 * MEBIBYTE
RELATIONS_AT_MOST = 4 * MEBIBYTE  # of one part that says what belongs to what
_RUNS = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|activeX/.+|ctrlProps/.+|macrosheets/.+)$", re.IGNORECASE
)
_HIDES = re.compile(
    r"\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|jar|hta|lnk|com|msi|zip|rar|7z|html?|svg)$", re.IGNORECASE
)
_OFFICE = re.compile(r"\.(?:docx|xlsx|pptx|docm|xlsm|pptm)$", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:^|/)embeddings/.+\.bin$", re.IGNORECASE)
# What is fetched, or run, when the file is opened; a link that its reader may click is none of these.
_FETCHED = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External[\"'])"
    rb"(?=[^>]*Type\s*=\s*[\"'][^\"']*/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath|image)[\"'])",
)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


# What is advised for a workbook, said of a document or a presentation as well.
_OF_ANY_KIND = {SAVE_AGAIN: "请用 Office 或者 WPS 打开，另存以后再传", SPLIT: "请分成几个文件"}


class PackageRefused(ValueError):
    """A file that is not taken; the text says what was found."""


def refuse_dangerous(content: bytes, *, is_inside: bool = False) -> None:
    """Raise `PackageRefused` for a damaged, bursting, locked or active office file.

    A workbook inside a document, as a chart has, is judged in the same way; one inside that is refused.
    """
    try:
        package = open_zip(BytesIO(content))
        refuse_bomb(package.infolist(), LIMITS)
        _refuse_parts(package, is_inside=is_inside)
    except FileRefused as refusal:
        advice = _OF_ANY_KIND.get(refusal.advice, refusal.advice)
        raise PackageRefused(f"没有接收：{refusal.reason}" + (f"。{advice}" if advice else "")) from None


def _refuse_parts(package: zipfile.ZipFile, *, is_inside: bool) -> None:
    seen: set[str] = set()
    for part in package.infolist():
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in part.orig_filename:
            raise PackageRefused("压缩包里有指向包外的路径")
        if name.lower() in seen:
            raise PackageRefused("压缩包里有两个同名的部件")
        seen.add(name.lower())
        if _RUNS.search(name) or _EMBEDDED.search(name):
            raise PackageRefused("含有宏、控件或者嵌入的程序，请另存为不含这些的文件")
        if _HIDES.search(name):
            raise PackageRefused("里面夹带了其他类型的文件")
        if _OFFICE.search(name):
            if is_inside or part.file_size > EMBEDDED_AT_MOST:
                raise PackageRefused("里面一层层夹带了办公文件")
            refuse_dangerous(_content(package, part), is_inside=True)
        if name.endswith(".rels") or name == "[Content_Types].xml":
            _refuse_relations(package, part)


def _refuse_relations(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > RELATIONS_AT_MOST:
        raise PackageRefused("内部目录异常庞大")
    text = _content(package, part)
    if _DOCTYPE.search(text):
        raise PackageRefused("含有 DOCTYPE 声明，正常的文件没有")
    if _MACRO_TYPE.search(text):
        raise PackageRefused("含有宏，请另存为不含宏的文件")
    if _FETCHED.search(text):
        raise PackageRefused("打开时会从别处取内容，请断开外部链接后上传")


def _content(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with damage_refused():
        return package.read(part)
