"""应答: what the site really sends, through whatever stands before it; asked only where an address is given."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from chengxin.site.doctor.findings import Deployment, Finding, Weight

SECONDS_TO_ASK = 10
SHORTEST_HSTS = 180 * 86400
_ENTRANCE = "/accounts/login/"
_EXPECTED = {
    "Content-Security-Policy": "没有它，注入的脚本可以运行",
    "X-Content-Type-Options": "没有它，浏览器会猜内容的类型",
    "X-Frame-Options": "没有它，别的网站可以把本站嵌在自己的页面里",
    "Referrer-Policy": "没有它，内部地址会随链接带出去",
}


def answer_of_the_site(here: Deployment) -> Iterator[Finding]:
    if not here.address:
        return
    try:
        answer = requests.get(here.address.rstrip("/") + _ENTRANCE, timeout=SECONDS_TO_ASK)
    except requests.exceptions.SSLError:
        yield Finding(
            "site.certificate",
            Weight.FAULT,
            "证书不能核验",
            "浏览器会警告，人们会习惯于忽略警告",
            "换上有效的证书",
        )
        return
    except requests.RequestException:
        yield Finding(
            "site.silent",
            Weight.FAULT,
            f"{here.address} 没有应答",
            "没有人能打开网站",
            "检查 chengxin serve 和反向代理",
        )
        return
    if answer.status_code != requests.codes.ok:
        what = f"{_ENTRANCE} 答 {answer.status_code}"
        yield Finding(
            "site.status", Weight.FAULT, what, "登录页打不开", "检查 CHENGXIN_HOSTS 和反向代理传递的 Host"
        )
        return
    yield from _headers(answer)
    if urlsplit(here.address).scheme == "https":
        yield from _transport(answer)
    else:
        yield Finding(
            "site.clear_text",
            Weight.FAULT,
            f"{here.address} 是明文连接",
            "密码和会话可能被窃听（GB/T 22239 8.1.4.1）",
            "在前面放一台终止 TLS 的反向代理",
        )


def _headers(answer: requests.Response) -> Iterator[Finding]:
    for name, why in _EXPECTED.items():
        if name not in answer.headers:
            yield Finding(
                "site.headers", Weight.FAULT, f"应答没有 {name}", why, "反向代理不要删除本程序的应答头"
            )


def _transport(answer: requests.Response) -> Iterator[Finding]:
    said = answer.headers.get("Strict-Transport-Security", "")
    seconds = next((part.partition("=")[2] for part in said.split(";") if "max-age" in part), "0").strip()
    if not seconds.isdigit() or int(seconds) < SHORTEST_HSTS:
        yield Finding(
            "site.hsts",
            Weight.WARNING,
            "没有 HSTS，或者不足半年",
            "第一次输入网址时，人们可能被带到明文的假网站",
            "设 CHENGXIN_TLS=1，并让反向代理传递 X-Forwarded-Proto: https",
        )
    for cookie in answer.cookies:
        if not cookie.secure:
            yield Finding(
                "site.cookies",
                Weight.FAULT,
                f"Cookie {cookie.name} 没有 Secure 标记",
                "浏览器会在明文连接上也把它发出去",
                "设 CHENGXIN_TLS=1",
            )


CHECKS = (answer_of_the_site,)
