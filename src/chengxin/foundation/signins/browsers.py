"""来自: from where somebody comes: the address of the network and what the browser says of itself, in a few words."""

from dataclasses import dataclass

_BROWSERS = (
    ("Edg/", "Edge"), ("QQBrowser", "QQ 浏览器"), ("360SE", "360 浏览器"), ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Windows", "Windows"), ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iOS"),
    ("iPad", "iPadOS"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """From where a request comes; the browser's whole line is not kept."""

    address: str = ""
    browser: str = ""


NOWHERE = Place()  # a command, the platform itself


def browser_of(user_agent: str) -> str:
    """Return browser and system.

    >>> browser_of("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
    'Chrome · Linux'
    >>> browser_of("curl/8")
    ''
    """
    named = (
        next((name for mark, name in known if mark in user_agent), "") for known in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in named if name)
