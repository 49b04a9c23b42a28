"""What somebody who must not be known sends tells nothing of its maker, and can be read as before."""

import io
import zipfile
from pathlib import Path

import docx
import pikepdf
import xlsxwriter
from PIL import Image
from tests.papers import saved

from chengxin.ground import files
from chengxin.ground.attachments import MEDIA_TYPES, take
from chengxin.ground.bare_copies import bare_office, bare_pdf
from chengxin.ground.home import Home

MAKER, PLACE = "演示制作人甲", "演示地点乙"


class Sent:
    """A file as the web framework hands it over."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.size, self._content = name, len(content), content

    def chunks(self) -> list[bytes]:
        return [self._content]


def photograph() -> bytes:
    """A JPEG in which the camera wrote who and where."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x013B], exif[0x010E] = MAKER, PLACE
    Image.new("RGB", (40, 30), "navy").save(out, "JPEG", exif=exif, comment=PLACE.encode())
    return out.getvalue()


def report() -> bytes:
    """A PDF with properties, a remark of somebody, and a photograph that the camera wrote into."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Author"] = MAKER
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [MAKER]
    picture = pdf.make_stream(photograph())
    picture.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=30,
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
        )
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=picture))
    page.Contents = pdf.make_stream(b"q 40 0 0 30 0 0 cm /P Do Q")
    remark = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T=MAKER, Contents="说明",
    )  # fmt: skip
    page.Annots = pikepdf.Array([pdf.make_indirect(remark)])
    return saved(pdf)


def letter() -> bytes:
    """A DOCX with an author, a photograph and text."""
    document, out = docx.Document(), io.BytesIO()
    document.core_properties.author = document.core_properties.last_modified_by = MAKER
    document.core_properties.comments = PLACE
    document.add_paragraph("合同约定三十日内付款。")
    document.add_picture(io.BytesIO(photograph()))
    document.save(out)
    return out.getvalue()


def told_anywhere(content: bytes) -> set[str]:
    """Return which of the telling words are in a file, packed or not, in any way of writing them."""
    parts = [content]
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts += [package.read(name) for name in package.namelist()]
    elif content[:4] == b"%PDF":
        with pikepdf.open(io.BytesIO(content)) as pdf:
            parts += [each.read_raw_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)]
            parts += [repr(each).encode() for each in pdf.objects]
            parts.append(repr(pdf.trailer).encode())
    written = [
        (word, word.encode(code)) for word in (MAKER, PLACE) for code in ("utf-8", "utf-16-be", "utf-16-le")
    ]
    return {word for word, code in written for part in parts if code in part}


def test_a_pdf_loses_its_properties_its_remarks_writer_and_what_the_camera_wrote() -> None:
    before = report()
    assert told_anywhere(before) == {MAKER, PLACE}

    bare = bare_pdf(before)

    assert told_anywhere(bare) == set()
    with pikepdf.open(io.BytesIO(bare)) as pdf:
        (picture,) = pdf.pages[0].get_images().values()
        assert isinstance(picture, pikepdf.Stream)
        assert pikepdf.PdfImage(picture).as_pil_image().size == (40, 30)
        assert pdf.pages[0].Annots[0].Contents == "说明"


def test_a_document_loses_author_remarks_and_what_the_camera_wrote_and_keeps_its_text() -> None:
    before = letter()
    assert told_anywhere(before) == {MAKER, PLACE}

    bare = bare_office(before)

    assert told_anywhere(bare) == set()
    assert docx.Document(io.BytesIO(bare)).paragraphs[0].text == "合同约定三十日内付款。"
    with zipfile.ZipFile(io.BytesIO(bare)) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_loses_author_and_who_remarked() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"author": MAKER, "company": PLACE})
        sheet = book.add_worksheet()
        sheet.write(0, 0, "合同款")
        sheet.write_comment(0, 0, "未付", {"author": MAKER})
    before = out.getvalue()
    assert told_anywhere(before) == {MAKER, PLACE}

    assert told_anywhere(bare_office(before)) == set()


def test_what_is_kept_of_an_anonymous_upload_is_the_bare_copy_and_of_another_every_byte(
    tmp_path: Path,
) -> None:
    home, content = Home(tmp_path), report()
    home.prepare()

    anonymous = take(home, Sent("证据.pdf", content), is_anonymous=True)
    named = take(home, Sent("证据.pdf", content))

    assert anonymous.media_type == MEDIA_TYPES["pdf"]
    assert told_anywhere(files.read(home, anonymous.sha256)) == set()
    assert files.read(home, named.sha256) == content
