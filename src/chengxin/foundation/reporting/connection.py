"""对接: what the settings say of the platform: an address or a folder; credentials are a file of the keys.

Nothing here asks the platform anything: the worker and the commands do, through `platform()`.
"""

import fcntl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from chengxin.foundation.reporting.adapter import Platform
from chengxin.foundation.reporting.by_file import ByFile
from chengxin.foundation.reporting.mapping import field_map
from chengxin.foundation.reporting.over_http import OverHttp
from chengxin.ground import home, keys

TOKEN = "platform.token"  # noqa: S105 - the name of the file, not what is in it


class NotConnected(RuntimeError):
    """The settings name no platform, or none that can be spoken to."""


class AlreadySending(RuntimeError):
    """Another process speaks to the platform right now."""


def is_connected() -> bool:
    """Say whether the settings name a platform."""
    return bool(settings.PLATFORM)


def is_address() -> bool:
    """Say whether the platform has an address; otherwise it is reached by files."""
    return settings.PLATFORM.startswith(("http://", "https://"))


def platform() -> Platform:
    """Return the platform that the settings name; raise `NotConnected`."""
    if not is_connected():
        raise NotConnected("没有对接公共信用信息平台：请设置 CHENGXIN_PLATFORM（网址或者文件夹）")
    if not is_address():
        return _by_file()
    try:
        return OverHttp(settings.PLATFORM, _token)
    except ValueError as fault:
        raise NotConnected(f"CHENGXIN_PLATFORM 不能用：{fault}") from None


def forget(keys_: Collection[str]) -> None:
    """Take what ended out of what waits in our own folder; where the platform has an address nothing waits."""
    if keys_ and not is_address():
        _by_file().forget(keys_)


@contextmanager
def alone() -> Iterator[None]:
    """Speak to the platform as the only process; the system lets go when the process dies. Raises `AlreadySending`."""
    place = home.current().root / "platform"
    place.mkdir(exist_ok=True)
    with (place / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadySending("另一个进程正在与平台交换，请稍后再试") from None
        yield


def _by_file() -> ByFile:
    return ByFile(Path(settings.PLATFORM).absolute(), field_map(home.current()).file_format)


def _token() -> str:
    try:
        return keys.read_key(home.current(), TOKEN).decode("ascii").strip()
    except keys.KeyMissing:
        raise keys.KeyMissing("缺少平台凭据，请运行 chengxin platform token 凭据文件") from None
