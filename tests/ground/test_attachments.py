"""An attachment is what its bytes say, or it is not taken."""

import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.ground.odd_files import workbook, zip_of

from chengxin.ground import attachments, files
from chengxin.ground.attachments import UploadRefused, take
from chengxin.ground.home import Home

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(64)
PROGRAM = b"MZ\x90\x00" + bytes(200)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def in_words(value: object) -> str:
    return value if isinstance(value, str) else "content"


class Sent:
    """A file as a web framework hands it over."""

    def __init__(self, name: str | None, content: bytes) -> None:
        self.name, self.content = name, content
        self.size: int | None = len(content)

    def chunks(self) -> Iterable[bytes]:
        return iter(lambda: self.stream.read(7), b"")

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


@pytest.mark.parametrize(
    ("name", "content"),
    [("证明.pdf", PDF), ("照片.PNG", PNG), ("照片.jpeg", JPEG), ("清单.xlsx", workbook(("一", "二")))],
    ids=in_words,
)
def test_keeps_what_its_name_says(here: Home, name: str, content: bytes) -> None:
    upload = take(here, Sent(name, content))

    assert files.read(here, upload.sha256) == content
    assert (upload.name, upload.size) == (name, len(content))


@pytest.mark.parametrize(
    "more",
    [
        b"1 0 obj<</Type/Catalog/OpenAction[3 0 R/XYZ null null 0]>>endobj",
        b"<</Length 12>>\nstream\n\x00/JS (\xff\nendstream",
        b"<</BaseFont/JSong-Light>>",
    ],
    ids=["begins at a page", "bytes of a picture", "a name that only begins alike"],
)
def test_takes_ordinary_documents(here: Home, more: bytes) -> None:
    assert take(here, Sent("报告.pdf", PDF + more)).size == len(PDF + more)


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
        ("没有扩展名", PDF, "类型不在允许之列"),
        ("空.pdf", b"", "是空的"),
        ("脚本.pdf", PDF + b"/OpenAction << /S /JavaScript >>", "可执行的内容"),
        ("启动.pdf", PDF + b"<< /S/Launch/F(a.exe) >>", "可执行的内容"),
        ("短名.pdf", PDF + b"<< /S/Named /JS(app.alert) >>", "可执行的内容"),
        ("嵌入.pdf", PDF + b"<< /Type/EmbeddedFile >>", "可执行的内容"),
        (None, PDF, "未命名"),
    ],
    ids=in_words,
)
def test_refuses_what_is_not_what_its_name_says(
    here: Home, name: str | None, content: bytes, told: str
) -> None:
    with pytest.raises(UploadRefused, match=told):
        take(here, Sent(name, content))

    assert not [path for path in here.files.rglob("*") if path.is_file()]


def test_refuses_what_is_too_large_before_it_is_read(here: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 10)
    sent = Sent("证明.pdf", PDF)

    with pytest.raises(UploadRefused, match="上限"):
        take(here, sent)

    assert "_stream" not in vars(sent)
