"""图片: a picture from outside is painted anew, so that nothing comes with it but what can be seen.

Where it was taken, with which telephone, by whom, an earlier version hidden in a thumbnail: all of that stays behind.
The same bytes always give the same bytes.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

MOST_PIXELS = 60_000_000  # more than a scanned A3 page at 400 dots per inch
TOO_MANY_PIXELS = f"的像素太多，超过 {MOST_PIXELS // 10_000} 万的上限，请缩小后上传"
QUALITY = 92  # of JPEG: no loss that an eye finds


class PictureRefused(ValueError):
    """A picture that cannot be read, or is larger than any page; the text says which."""


def painted_anew(content: bytes, media_type: str) -> bytes:
    """Return the picture without metadata, in its own format, turned as it is meant to be seen.

    Of several frames only the first is kept. Raises `PictureRefused`.
    """
    form = media_type.removeprefix("image/").upper()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # told below, in words
            with Image.open(BytesIO(content), formats=[form]) as opened:
                _refuse_huge(opened.size)
                return _written(_visible(opened), form)
    except PictureRefused:
        raise
    except Image.DecompressionBombError:
        raise PictureRefused(TOO_MANY_PIXELS) from None
    except (Exception, Warning) as damage:
        raise PictureRefused("已损坏，读不下去") from damage


def _refuse_huge(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise PictureRefused(TOO_MANY_PIXELS)


def _visible(opened: Image.Image) -> Image.Image:
    """Return only what can be seen: the turned pixels, in a plain mode, on a new canvas."""
    turned = ImageOps.exif_transpose(opened)
    has_alpha = turned.mode in {"RGBA", "LA", "PA"} or "transparency" in turned.info
    plain = turned.convert("RGBA" if has_alpha else "L" if turned.mode in {"1", "L"} else "RGB")
    canvas = Image.new(plain.mode, plain.size)
    canvas.paste(plain)
    return canvas


def _written(picture: Image.Image, form: str) -> bytes:
    out = BytesIO()
    if form == "JPEG":
        picture.convert("L" if picture.mode == "L" else "RGB").save(out, "JPEG", quality=QUALITY)
    else:
        picture.save(out, form, optimize=False)
    return out.getvalue()
