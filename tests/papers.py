"""Papers and pictures as people scan them, for tests that upload some. 演示数据。"""

from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image


@cache
def paper(mark: str = "演示数据") -> bytes:
    """A PDF of one page; another mark makes other bytes."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.docinfo["/Title"] = mark
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    """Return the bytes of a PDF, the same for the same content."""
    out = BytesIO()
    pdf.save(out, deterministic_id="encryption" not in how, **how)
    return out.getvalue()


@cache
def picture(form: str = "PNG", size: tuple[int, int] = (8, 6), colour: str = "navy") -> bytes:
    """A picture in one colour."""
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()
