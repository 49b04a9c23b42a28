"""去除痕迹: a document from somebody who must not be known is kept without what tells of its maker.

Author, company, programme, times and places go: the properties of a PDF and of an office file, who commented or changed
what, and what a camera wrote into the pictures inside. What can be read stays. A signature does not go on verifying:
who wants to prove by one who they are does not send it here.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from chengxin.ground.pictures import PictureRefused, painted_anew

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can say
_TELLING = frozenset({"/Metadata", "/PieceInfo", "/LastModified", "/M", "/T"})
_PROPERTIES = re.compile(r"^docProps/(?:core|app|custom)\.xml$")
_PICTURE = re.compile(r"/media/[^/]+\.(jpe?g|png)$", re.IGNORECASE)
_MAKER = re.compile(
    rb"""(\s(?:w:author|w:initials|w15:author|author|userName|displayName|userId|providerId|lastModifiedBy)=)"""
    rb"""("[^"]*"|'[^']*')"""
)
_WHEN = re.compile(rb"""\s(?:w:date|dT|w16du:dateUtc)=(?:"[^"]*"|'[^']*')""")
_AUTHOR = re.compile(rb"<author>[^<]*</author>")
_EMPTY = {
    "core": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "app": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "custom": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


def bare_pdf(content: bytes) -> bytes:
    """Return a PDF, found harmless before, without its properties and those of its parts."""
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for each in pdf.objects:
            if isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
                _take_out(each)
                if isinstance(each, pikepdf.Stream) and each.get("/Filter") == pikepdf.Name.DCTDecode:
                    each.write(_bare_jpeg(each.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def bare_office(content: bytes) -> bytes:
    """Return a DOCX or XLSX, found harmless before, without properties, names of authors and times of changes.

    Raises `PictureRefused` for a picture inside that cannot be read.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(out, "w") as bare:
        for part in package.infolist():
            if part.is_dir():
                continue
            entry = zipfile.ZipInfo(part.filename, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bare.writestr(entry, _bare_part(part.filename, package.read(part)))
    return out.getvalue()


def _take_out(each: Any) -> None:
    """Take from one object what tells who made it and when; of a remark also its writer."""
    is_remark = each.get("/Type") == pikepdf.Name.Annot or "/Popup" in each
    for key in _TELLING & set(each.keys()):
        if key in {"/M", "/T"} and (not is_remark or each.get("/Subtype") == pikepdf.Name.Widget):
            continue  # of anything else these are no writer and no time
        del each[key]


def _bare_part(name: str, content: bytes) -> bytes:
    properties = _PROPERTIES.match(name)
    if properties:
        return _EMPTY[name.rpartition("/")[2].removesuffix(".xml")]
    if name.lower().startswith("docprops/thumbnail"):
        return b""  # an earlier look of the document; its place must be there
    picture = _PICTURE.search(name)
    if picture:
        ending = picture[1].lower()
        return painted_anew(content, "image/png" if ending == "png" else "image/jpeg")
    if not name.endswith(".xml"):
        return content
    nameless = _MAKER.sub(rb'\1""', content)
    return _AUTHOR.sub(b"<author></author>", _WHEN.sub(b"", nameless))


def _bare_jpeg(content: bytes) -> bytes:
    """Return a JPEG without what a camera or a programme wrote into it; its pixels are not touched."""
    if content[:2] != b"\xff\xd8":
        raise PictureRefused("里面有一幅图片已损坏，读不下去")
    return b"\xff\xd8" + b"".join(_kept_segments(content))


def _kept_segments(content: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xDA:  # from here on pixels
            break
        size = 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        is_remark = marker == 0xFE or (0xE1 <= marker <= 0xEF and marker not in (0xE2, 0xEE))
        if not is_remark:  # E2 holds the colours, EE how they are coded
            yield content[at : at + size]
        at += size
    yield content[at:]
