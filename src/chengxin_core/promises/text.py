"""报告的文本: from the bytes of a file to a text that can be read, or a refusal that says what to do."""

MOST_BYTES = 1_000_000
_SIGNATURES = {
    b"%PDF": "PDF 文件",
    b"PK\x03\x04": "Word（DOCX）文档或者压缩包",
    b"\xd0\xcf\x11\xe0": "旧版 Word（DOC）文档",
    b"{\\rtf": "RTF 文档",
    b"\xff\xfe": "UTF-16 文本",
    b"\xfe\xff": "UTF-16 文本",
}
_BOM = b"\xef\xbb\xbf"


class ReportUnreadable(ValueError):
    """The bytes are no UTF-8 text of a reasonable size; the message says what was found and what to do."""


def report_text(data: bytes, *, holds: str = "一份工作报告的正文") -> str:
    """Return the text of a file that should hold what `holds` names; raise `ReportUnreadable` where it is none."""
    if len(data) > MOST_BYTES:
        raise ReportUnreadable(
            f"文件超过 {MOST_BYTES // 1_000_000} MB，{holds}不会这样大。请检查是不是选错了文件。"
        )
    for signature, name in _SIGNATURES.items():
        if data.startswith(signature):
            raise ReportUnreadable(f"这是{name}，应当是 UTF-8 编码的纯文本。请把正文另存为纯文本再读。")
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise ReportUnreadable(
            f"从第 {fault.start + 1} 个字节起不是 UTF-8 编码，应当是 UTF-8 编码的纯文本。{_guessed(data)}"
        ) from None
    if not text.strip():
        raise ReportUnreadable(f"文件是空的，应当是{holds}。")
    if "\0" in text:
        raise ReportUnreadable("文件里有空字符，不是纯文本。应当是 UTF-8 编码的纯文本。")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guessed(data: bytes) -> str:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "看起来是 GBK 编码，请另存为 UTF-8 再读。"
