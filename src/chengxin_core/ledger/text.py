"""文字: bytes read as UTF-8, or a sentence that says where they are none."""


class NotText(ValueError):
    """Bytes that are no UTF-8; the sentence names the first of them."""


def read_text(data: bytes) -> str:
    """Return the text of UTF-8 bytes; raises `NotText`.

    >>> read_text(b"ab\\xff")
    Traceback (most recent call last):
    chengxin_core.ledger.text.NotText: 从第 3 个字节 (0xff) 起不是 UTF-8 文字
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        place = fault.start
        raise NotText(f"从第 {place + 1} 个字节 (0x{data[place]:02x}) 起不是 UTF-8 文字") from fault
