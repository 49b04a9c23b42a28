"""自查: what an installation still lacks to stand as a government website; nothing is changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings

from chengxin.doors.disclosure import queries as public_pages
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import Region
from chengxin.site.look import look

DIVISION_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was found."""

    is_right: bool
    text: str


def findings(*, on: date) -> Iterator[Finding]:
    """Give what was looked at, each with what is to be done where something is amiss."""
    yield _site_name()
    yield _site_code(on)
    yield _origin()
    yield _licence()
    yield _drawn()


def _site_name() -> Finding:
    if settings.SITE_NAME:
        return Finding(True, f"网站名称（SiteName）: {settings.SITE_NAME}")
    return Finding(False, "没有设 CHENGXIN_SITE_NAME: 页面不写网站名称标签 SiteName")


def _site_code(on: date) -> Finding:
    """Hold the code against policy P-51: its number of digits, and the division that it begins with."""
    code = settings.SITE_CODE
    if not code:
        return Finding(
            False,
            "没有设 CHENGXIN_SITE_CODE: 页面不写政府网站标识码标签 SiteIDCode；标识码由主管部门编发，不得自拟",
        )
    digits = current_rulebook().parameter("website.site_code_digits").on(on).number
    form = f"应为 {digits} 位数字、以六位行政区划代码开头，或者部委的 bm 开头"
    if not re.fullmatch(rf"bm[0-9]{{{digits - 2}}}|[0-9]{{{digits}}}", code):
        return Finding(False, f"CHENGXIN_SITE_CODE 是“{code}”，{form}")
    if not code.startswith("bm") and not Region.objects.filter(code=code[:DIVISION_DIGITS]).exists():
        return Finding(False, f"CHENGXIN_SITE_CODE 是“{code}”，没有代码为 {code[:6]} 的行政区划；{form}")
    return Finding(True, f"政府网站标识码（SiteIDCode）: {code}")


def _origin() -> Finding:
    address = urlsplit(settings.PUBLIC_ORIGIN)
    if not settings.SITE_DOMAIN:
        return Finding(
            False, "没有设 CHENGXIN_PUBLIC_ORIGIN: 页面不写域名标签 SiteDomain，订阅和网站地图指向本机"
        )
    if address.scheme != "https":
        return Finding(False, f"CHENGXIN_PUBLIC_ORIGIN 是“{settings.PUBLIC_ORIGIN}”，应以 https:// 开头")
    return Finding(True, f"网站域名（SiteDomain）: {settings.SITE_DOMAIN}")


def _licence() -> Finding:
    if settings.DATA_LICENCE:
        return Finding(True, f"开放数据的使用许可: {settings.DATA_LICENCE}")
    return Finding(False, "没有设 CHENGXIN_DATA_LICENCE: 开放数据页面写“尚未声明使用许可”")


def _drawn() -> Finding:
    if public_pages.look() == look():
        return Finding(True, "公示页面与现在的程序和设置相符")
    return Finding(False, "公示页面是用以前的程序或者设置生成的: 请运行 chengxin upgrade")
