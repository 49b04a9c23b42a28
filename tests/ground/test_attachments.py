"""An attachment is what its bytes say, shows no more than can be seen, does nothing; or it is not taken."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin
from tests.ground.odd_files import workbook, zip_of
from tests.papers import paper, picture, saved

from chengxin.ground import attachments, files
from chengxin.ground.attachments import UploadRefused, take
from chengxin.ground.downloads import handed_out
from chengxin.ground.home import Home
from chengxin.ground.pictures import painted_anew

PDF, PNG, JPEG = paper(), picture("PNG"), picture("JPEG")
PROGRAM = b"MZ\x90\x00" + bytes(200)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
ELSEWHERE = (
    b'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/%s" Target="http://evil.example/t" TargetMode="External"/></Relationships>'
)


def in_words(value: object) -> str:
    return value if isinstance(value, str) else "content"


class Sent:
    """A file as a web framework hands it over; its size may be a lie."""

    def __init__(self, name: str | None, content: bytes, size: int | None = None) -> None:
        self.name, self.content = name, content
        self.size: int | None = len(content) if size is None else size

    def chunks(self) -> Iterable[bytes]:
        return iter(lambda: self.stream.read(65536), b"")

    @property
    def stream(self) -> io.BytesIO:
        self.__dict__.setdefault("_stream", io.BytesIO(self.content))
        stream: io.BytesIO = self.__dict__["_stream"]
        return stream


@pytest.fixture
def here(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


def kept_files(here: Home) -> list[Path]:
    return [path for path in here.files.rglob("*") if path.is_file()]


def pdf_with(add: Callable[[pikepdf.Pdf], None], **how: Any) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    add(pdf)
    return saved(pdf, **how)


def with_parts(**parts: bytes) -> bytes:
    """An honest workbook into which somebody put more."""
    out = io.BytesIO(workbook(("一", "二")))
    with zipfile.ZipFile(out, "a") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


class TestOrdinaryFiles:
    @pytest.mark.parametrize(
        ("name", "content"), [("证明.pdf", PDF), ("清单.xlsx", workbook(("一", "二")))], ids=in_words
    )
    def test_are_kept_byte_by_byte(self, here: Home, name: str, content: bytes) -> None:
        upload = take(here, Sent(name, content))

        assert files.read(here, upload.sha256) == content
        assert (upload.name, upload.size) == (name, len(content))

    @pytest.mark.parametrize(
        "add",
        [
            lambda pdf: pdf.Root.__setitem__(
                "/OpenAction", pikepdf.Array([pdf.pages[0].obj, pikepdf.Name("/Fit")])
            ),
            lambda pdf: pdf.Root.__setitem__(
                "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name("/GoTo"), D=pikepdf.String("a"))
            ),
            lambda pdf: pdf.Root.__setitem__(
                "/Note", pdf.make_stream(b"\x00/JS (\xff", BaseFont=pikepdf.Name("/JSong-Light"))
            ),
            lambda pdf: pdf.pages[0].obj.__setitem__(
                "/Annots",
                pikepdf.Array(
                    [
                        pikepdf.Dictionary(
                            Subtype=pikepdf.Name("/Link"),
                            A=pikepdf.Dictionary(
                                S=pikepdf.Name("/URI"), URI=pikepdf.String("https://gov.example")
                            ),
                        )
                    ]
                ),
            ),
        ],
        ids=["begins at a page", "goes to a place", "bytes of a picture", "a link"],
    )
    def test_of_pdf_may_lead_about(self, here: Home, add: Callable[[pikepdf.Pdf], None]) -> None:
        assert take(here, Sent("报告.pdf", pdf_with(add))).size > 0

    def test_that_are_the_same_are_one(self, here: Home) -> None:
        both = {take(here, Sent(name, JPEG)).sha256 for name in ("一.jpg", "二.jpg")}

        assert len(both) == 1
        assert len(kept_files(here)) == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("证明.pdf", PROGRAM, "名称是 .pdf，内容却是"),
        ("证明.pdf", PNG, "内容却是 image/png"),
        ("照片.png", PAGE, "无法识别的内容"),
        ("照片.jpg", PDF, "内容却是 application/pdf"),
        ("清单.xlsx", zip_of(**{"a.exe": PROGRAM}), "名称是 .xlsx，内容却是"),
        ("说明.docx", workbook(("一",)), "名称是 .docx，内容却是"),
        ("程序.exe", PROGRAM, "类型不在允许之列"),
        ("网页.html", PAGE, "类型不在允许之列"),
        ("图.svg", b"<svg onload='alert(1)'/>", "类型不在允许之列"),
        ("包.zip", zip_of(**{"a.txt": b"a"}), "类型不在允许之列"),
        ("没有扩展名", PDF, "类型不在允许之列"),
        ("空.pdf", b"", "是空的"),
        (None, PDF, "未命名"),
        ("半.pdf", PDF[:200], "已损坏"),
        ("半.png", PNG[:40], "已损坏"),
        ("半.jpg", JPEG[:120], "已损坏"),
        ("锁.pdf", pdf_with(lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b")), "密码"),
    ],
    ids=in_words,
)
def test_refuses_what_is_not_what_its_name_says(
    here: Home, name: str | None, content: bytes, told: str
) -> None:
    with pytest.raises(UploadRefused, match=told):
        take(here, Sent(name, content))

    assert kept_files(here) == []


class TestActiveDocuments:
    """Each plain, and once more packed into object streams, where no search of the bytes finds it."""

    ACTIONS = ("JavaScript", "Launch", "SubmitForm", "ImportData", "GoToE", "GoToR", "Rendition")

    @pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "packed"])
    @pytest.mark.parametrize("action", ACTIONS)
    def test_that_act_when_opened_or_clicked(self, here: Home, action: str, *, is_packed: bool) -> None:
        def add(pdf: pikepdf.Pdf) -> None:
            step = pikepdf.Dictionary(S=pikepdf.Name(f"/{action}"), F=pikepdf.String("a.exe"))
            pdf.pages[0].obj["/AA"] = pikepdf.Dictionary(O=pdf.make_indirect(step))

        self._refused(here, pdf_with(add, **_packing(is_packed)))

    @pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "packed"])
    @pytest.mark.parametrize("key", ["/JavaScript", "/EmbeddedFiles"])
    def test_with_a_list_of_scripts_or_files(self, here: Home, key: str, *, is_packed: bool) -> None:
        def add(pdf: pikepdf.Pdf) -> None:
            names = pikepdf.Dictionary(Names=pikepdf.Array([]))
            pdf.Root["/Names"] = pdf.make_indirect(pikepdf.Dictionary({key: names}))

        self._refused(here, pdf_with(add, **_packing(is_packed)))

    @pytest.mark.parametrize("is_packed", [False, True], ids=["plain", "packed"])
    @pytest.mark.parametrize("subtype", ["RichMedia", "FileAttachment", "Movie", "Sound"])
    def test_with_something_stuck_on_a_page(self, here: Home, subtype: str, *, is_packed: bool) -> None:
        def add(pdf: pikepdf.Pdf) -> None:
            note = pdf.make_indirect(pikepdf.Dictionary(Subtype=pikepdf.Name(f"/{subtype}")))
            pdf.pages[0].obj["/Annots"] = pikepdf.Array([note])

        self._refused(here, pdf_with(add, **_packing(is_packed)))

    def test_with_a_dynamic_form(self, here: Home) -> None:
        def add(pdf: pikepdf.Pdf) -> None:
            pdf.Root["/AcroForm"] = pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp/>"))

        self._refused(here, pdf_with(add))

    def test_that_begin_with_an_unknown_action(self, here: Home) -> None:
        def add(pdf: pikepdf.Pdf) -> None:
            pdf.Root["/OpenAction"] = pikepdf.Dictionary(S=pikepdf.Name("/Trans"))

        self._refused(here, pdf_with(add))

    @pytest.mark.parametrize(
        "more",
        [b"/OpenAction << /S /JavaScript >>", b"<< /S/Launch/F(a.exe) >>", b"<< /S/Named /JS(app.alert) >>"],
        ids=["script", "launch", "short name"],
    )
    def test_that_hid_it_outside_the_structure(self, here: Home, more: bytes) -> None:
        self._refused(here, PDF + more)

    def test_that_would_burst_when_unpacked(self, here: Home) -> None:
        self._refused(here, _bursting_pdf(), told="异常庞大")

    def _refused(self, here: Home, content: bytes, told: str = "可执行的内容或者嵌入的文件") -> None:
        with pytest.raises(UploadRefused, match=told):
            take(here, Sent("文件.pdf", content))
        assert kept_files(here) == []


class TestPictures:
    """Nothing comes with a picture but what can be seen."""

    GPS = {1: "N", 2: (36.0, 40.0, 12.0), 3: "E", 4: (117.0, 0.0, 1.0)}

    def photograph(self) -> bytes:
        """As a telephone makes it: where, when, with which device, and a comment."""
        image, exif, out = Image.new("RGB", (40, 30), "green"), Image.Exif(), io.BytesIO()
        exif[ExifTags.Base.Make] = "PhoneMaker"
        exif[ExifTags.Base.Artist] = "who-took-it"
        exif[ExifTags.Base.Orientation] = 6
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(self.GPS)
        image.save(out, "JPEG", exif=exif, comment=b"a secret comment", icc_profile=b"icc" * 50)
        return out.getvalue()

    def test_of_a_telephone_forget_where_they_were_taken(self, here: Home) -> None:
        before = self.photograph()
        assert dict(Image.open(io.BytesIO(before)).getexif().get_ifd(ExifTags.IFD.GPSInfo))[2] == (
            36.0,
            40.0,
            12.0,
        )

        kept = files.read(here, take(here, Sent("现场.jpg", before)).sha256)

        after = Image.open(io.BytesIO(kept))
        assert not after.getexif()
        assert not set(after.info) & {"exif", "comment", "icc_profile", "xmp"}
        for trace in (b"Exif", b"PhoneMaker", b"who-took-it", b"a secret comment", b"iccicc"):
            assert trace not in kept, trace

    def test_stand_as_they_are_meant_to_be_seen(self, here: Home) -> None:
        kept = files.read(here, take(here, Sent("现场.jpg", self.photograph())).sha256)

        assert Image.open(io.BytesIO(kept)).size == (30, 40)

    def test_lose_their_hidden_texts(self, here: Home) -> None:
        texts, out = PngImagePlugin.PngInfo(), io.BytesIO()
        texts.add_text("Author", "who-drew-it")
        texts.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>36.67N</x:xmpmeta>")
        Image.new("RGBA", (5, 5), (1, 2, 3, 4)).save(out, "PNG", pnginfo=texts)

        kept = files.read(here, take(here, Sent("图.png", out.getvalue() + b"trailing secret")).sha256)

        assert b"who-drew-it" not in kept
        assert b"36.67N" not in kept
        assert b"trailing secret" not in kept
        assert Image.open(io.BytesIO(kept)).getpixel((0, 0)) == (1, 2, 3, 4)

    @given(
        mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]),
        size=st.tuples(st.integers(1, 40), st.integers(1, 40)),
    )
    def test_of_every_mode_keep_their_size_and_come_out_the_same_twice(
        self, mode: str, size: tuple[int, int]
    ) -> None:
        out = io.BytesIO()
        Image.new(mode, size).save(out, "PNG")

        once = painted_anew(out.getvalue(), "image/png")

        assert Image.open(io.BytesIO(once)).size == size
        assert painted_anew(out.getvalue(), "image/png") == once

    def test_that_are_larger_than_any_page_are_refused_before_they_are_painted(self, here: Home) -> None:
        with pytest.raises(UploadRefused, match="像素"):
            take(here, Sent("大.png", _huge_png(20_000, 20_000)))

    def test_may_not_be_of_another_kind_inside(self, here: Home) -> None:
        gif = picture("GIF")
        with pytest.raises(UploadRefused):
            take(here, Sent("图.png", PNG[:8] + gif))


class TestOfficeFiles:
    @pytest.mark.parametrize(
        ("parts", "told"),
        [
            ({"xl/vbaProject.bin": b"x"}, "宏"),
            ({"xl/activeX/activeX1.xml": b"x"}, "控件"),
            ({"xl/embeddings/oleObject1.bin": b"x"}, "嵌入的程序"),
            ({"xl/media/run.exe": PROGRAM}, "其他类型"),
            ({"xl/media/page.html": PAGE}, "其他类型"),
            ({"../../etc/cron.d/x": b"x"}, "包外的路径"),
            ({"/etc/passwd": b"x"}, "包外的路径"),
            ({"..\\..\\x": b"x"}, "包外的路径"),
            ({"C:/x": b"x"}, "包外的路径"),
            ({"xl/_rels/a.rels": ELSEWHERE % b"attachedTemplate"}, "外部链接"),
            ({"xl/_rels/a.rels": ELSEWHERE % b"oleObject"}, "外部链接"),
            ({"xl/_rels/a.rels": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}, "DOCTYPE"),
            ({"xl/_rels/a.rels": b"application/vnd.ms-excel.sheet.macroEnabled.12"}, "宏"),
            ({"xl/embeddings/a.xlsx": with_parts(**{"xl/vbaProject.bin": b"x"})}, "宏"),
            ({"xl/embeddings/a.xlsx": with_parts(**{"xl/embeddings/b.xlsx": b"x"})}, "一层层"),
        ],
        ids=in_words,
    )
    def test_that_run_hide_or_reach_out_are_refused(
        self, here: Home, parts: dict[str, bytes], told: str
    ) -> None:
        with pytest.raises(UploadRefused, match=told):
            take(here, Sent("清单.xlsx", with_parts(**parts)))
        assert kept_files(here) == []

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_with_one_name_twice_are_refused(self, here: Home) -> None:
        out = io.BytesIO(with_parts(**{"xl/a.xml": b"1"}))
        with zipfile.ZipFile(out, "a") as package:
            package.writestr("xl/A.xml", b"2")

        with pytest.raises(UploadRefused, match="同名"):
            take(here, Sent("清单.xlsx", out.getvalue()))

    def test_that_would_burst_are_refused_unread(self, here: Home) -> None:
        out = io.BytesIO(workbook(("一",)))
        with (
            zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package,
            package.open("xl/b.xml", "w") as part,
        ):
            for _ in range(40):
                part.write(bytes(1 << 20))

        with pytest.raises(UploadRefused, match="压缩得异常紧"):
            take(here, Sent("清单.xlsx", out.getvalue()))

    def test_with_an_ordinary_link_or_chart_are_taken(self, here: Home) -> None:
        content = with_parts(
            **{"xl/_rels/a.rels": ELSEWHERE % b"hyperlink", "xl/embeddings/chart.xlsx": workbook(("一",))}
        )

        assert take(here, Sent("清单.xlsx", content)).size == len(content)


class TestNamesAndSizes:
    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\Users\\a\\证明.pdf", "证明.pdf"),
            ("\u202efdp.exe\u202c.pdf", "fdp.exe.pdf"),
            ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
            ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ],
    )
    def test_a_name_is_the_last_part_in_plain_letters(self, here: Home, said: str, kept: str) -> None:
        assert take(here, Sent(said, PDF)).name == kept

    def test_what_is_too_large_is_refused_before_it_is_read(
        self, here: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(attachments, "LARGEST", 10)
        sent = Sent("证明.pdf", PDF)

        with pytest.raises(UploadRefused, match="上限"):
            take(here, sent)

        assert "_stream" not in vars(sent)

    def test_a_size_that_was_a_lie_does_not_help(self, here: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(attachments, "LARGEST", 100)

        with pytest.raises(UploadRefused, match="上限"):
            take(here, Sent("证明.pdf", PDF, size=5))


@pytest.mark.django_db
class TestHandingOut:
    @pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", ""])
    def test_never_shows_anything_that_could_run(self, here: Home, media_type: str) -> None:
        digest, _size = files.keep(here, [PAGE])

        answer = handed_out(here, digest, name="网页.html", media_type=media_type)

        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        answer.close()

    def test_keeps_a_name_within_its_header(self, here: Home) -> None:
        digest, _size = files.keep(here, [PDF])

        answer = handed_out(here, digest, name='a"b\r\nX: y.pdf', media_type="application/pdf")

        assert "\r" not in answer["Content-Disposition"]
        assert "\n" not in answer["Content-Disposition"]
        answer.close()


@given(st.binary(max_size=400), st.sampled_from(["pdf", "png", "jpg", "docx", "xlsx"]))
def test_whatever_comes_is_taken_or_refused_in_words(content: bytes, ending: str) -> None:
    heads = {
        "pdf": b"%PDF-1.7\n",
        "png": PNG[:8],
        "jpg": JPEG[:4],
        "docx": b"PK\x03\x04",
        "xlsx": b"PK\x03\x04",
    }
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.prepare()
        told = ""
        try:
            take(home, Sent(f"文件.{ending}", heads[ending] + content))
        except UploadRefused as refusal:
            told = str(refusal)

        assert told.startswith("文件“") is (kept_files(home) == [])


def _packing(is_packed: bool) -> dict[str, Any]:
    return {"object_stream_mode": pikepdf.ObjectStreamMode.generate} if is_packed else {}


def _huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says to be huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG[:8] + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def _bursting_pdf() -> bytes:
    """A PDF whose object stream is a few kilobytes and would be a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(600)) + packer.flush()
    body = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    place = len(body)
    body += b"4 0 obj<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body += packed + b"\nendstream endobj\n"
    table = len(body)
    offsets = [0, body.index(b"1 0 obj"), body.index(b"2 0 obj"), body.index(b"3 0 obj"), place, 0, table]
    kinds = [0, 1, 1, 1, 1, 2, 1]
    rows = b"".join(
        struct.pack(">BIH", kind, 4 if kind == 2 else offset, 0)
        for kind, offset in zip(kinds, offsets, strict=True)
    )
    body += b"6 0 obj<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return body + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % table
