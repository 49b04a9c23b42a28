"""设置: secrets, demo mode, names, TLS."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from chengxin.site.doctor.findings import Deployment, Finding, Weight

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", None})
_KNOWN_WEAK = ("insecure", "changeme", "change-me", "secret", "django-insecure", "demo")
SHORTEST_SECRET = 50  # characters


def weak_secret(here: Deployment) -> Iterator[Finding]:
    """A key that is short, of few characters, or a word that everybody knows."""
    secret = str(here.settings.SECRET_KEY)
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 8 or secret.lower().startswith(_KNOWN_WEAK):
        yield Finding(
            "settings.secret_key",
            Weight.FAULT,
            "会话密钥太弱，或者是公开的默认值",
            "知道它的人可以伪造任何人的登录（GB/T 22239 8.1.4.1）",
            "停止服务，运行 chengxin keys renew-session（现在的登录全部结束），再启动",
        )


def missing_secret(here: Deployment) -> Iterator[Finding]:
    """No key on the disk: each process makes up its own, and every sign-in ends with it."""
    if not (here.home.keys / "django").exists():
        yield Finding(
            "settings.secret_key_missing",
            Weight.FAULT,
            "家目录中没有会话密钥",
            "没有它，登录在进程之间、重启之后都不能延续",
            "新的家目录运行 chengxin init；有过而丢失的，运行 chengxin keys renew-session",
        )


def debugging(here: Deployment) -> Iterator[Finding]:
    if here.settings.DEBUG:
        yield Finding(
            "settings.debug",
            Weight.FAULT,
            "打开了调试模式",
            "出错的页面会把设置、变量和数据显示给任何人",
            "去掉 DEBUG；本程序没有打开它的设置",
        )


def any_host(here: Deployment) -> Iterator[Finding]:
    if "*" in here.settings.ALLOWED_HOSTS or "" in here.settings.ALLOWED_HOSTS:
        yield Finding(
            "settings.hosts",
            Weight.FAULT,
            "允许以任何名称访问",
            "他人可以用自己的域名指向本站，伪造链接和缓存",
            "把 CHENGXIN_HOSTS 设为本站的域名，多个用逗号隔开",
        )


def demo_mode(here: Deployment) -> Iterator[Finding]:
    if here.settings.DEMO:
        yield Finding(
            "settings.demo",
            Weight.WARNING,
            "这是演示模式",
            "演示账号的密码是公开的，第二重验证和密码更换都不要求，页面都标着演示数据",
            "正式使用请另建一个家目录: CHENGXIN_HOME=新目录 chengxin init，不设 CHENGXIN_DEMO",
        )


def without_tls(here: Deployment) -> Iterator[Finding]:
    if not here.settings.BEHIND_TLS:
        yield Finding(
            "settings.tls",
            Weight.WARNING if here.settings.DEMO else Weight.FAULT,
            "没有声明前面有 TLS",
            "密码和会话可能在网络上明文传送（GB/T 22239 8.1.4.1）；Cookie 没有 Secure 标记，没有 HSTS",
            "在前面放一台终止 TLS 的反向代理，传递 Host 和 X-Forwarded-Proto，设 CHENGXIN_TLS=1",
        )


def insecure_cookies(here: Deployment) -> Iterator[Finding]:
    if here.settings.BEHIND_TLS and not (
        here.settings.SESSION_COOKIE_SECURE and here.settings.CSRF_COOKIE_SECURE
    ):
        yield Finding(
            "settings.cookies",
            Weight.FAULT,
            "会话 Cookie 没有 Secure 标记",
            "浏览器会在明文连接上也把它发出去",
            "不要单独改 SESSION_COOKIE_SECURE、CSRF_COOKIE_SECURE，设 CHENGXIN_TLS=1 即可",
        )


def unknown_proxies(here: Deployment) -> Iterator[Finding]:
    if here.settings.BEHIND_TLS and not here.settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield Finding(
            "settings.proxies",
            Weight.WARNING,
            "没有说明前面有几台反向代理",
            "登录日志里的地址都是代理的地址，失败次数也按它合并计算",
            "设 CHENGXIN_PROXIES=1（自己的代理有几台就写几），并让代理追加 X-Forwarded-For",
        )


def local_origin(here: Deployment) -> Iterator[Finding]:
    origin = urlsplit(here.settings.PUBLIC_ORIGIN)
    if not here.settings.DEMO and (origin.hostname in _LOOPBACK or origin.scheme != "https"):
        yield Finding(
            "settings.origin",
            Weight.WARNING,
            f"公示网站的地址是 {here.settings.PUBLIC_ORIGIN}",
            "回执、订阅、站点地图和日志的名称都用这个地址，外人打不开，或者是明文",
            "在第一次 init 之前设 CHENGXIN_PUBLIC_ORIGIN=https://本站域名",
        )


def unnamed_site(here: Deployment) -> Iterator[Finding]:
    """The name and the code of a government website, where this program writes them."""
    said = [getattr(here.settings, name, None) for name in ("SITE_NAME", "SITE_CODE")]
    if "" in said and not here.settings.DEMO:
        yield Finding(
            "settings.site",
            Weight.WARNING,
            "没有设网站名称或者政府网站标识码",
            "政府网站的每一页都应当写明（政府网站发展指引）",
            "在设置里写明网站名称和标识码，重新启动",
        )


def clear_text_provider(here: Deployment) -> Iterator[Finding]:
    issuer = urlsplit(here.settings.SSO_ISSUER)
    if here.settings.SSO_ISSUER and issuer.scheme != "https":
        yield Finding(
            "settings.sso",
            Weight.FAULT,
            "统一身份认证的地址不是 https",
            "身份令牌靠 TLS 保证来源，明文连接上任何人都可以冒充（OpenID Connect Core 3.1.3.7）",
            "把 CHENGXIN_SSO 改成 https 的地址",
        )


START = (missing_secret, weak_secret, debugging, any_host, clear_text_provider)
CHECKS = (
    *START,
    demo_mode,
    without_tls,
    insecure_cookies,
    unknown_proxies,
    local_origin,
    unnamed_site,
)
