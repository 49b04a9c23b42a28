"""密钥: secrets made at the first start, each a file of its own that only its owner can read.

Which keys there ever were stands, with a check value of each, in a register outside their folder: a key that was lost
is known to be missing, and none is made anew in its place.
"""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chengxin.ground.home import Home

REGISTER = "key-register.json"
_CHECKED = b"chengxin key check value"


class KeyMissing(FileNotFoundError):
    """A key that the installation needs is not in its home."""


class KeyExposed(PermissionError):
    """A key, or the folder of keys, that others than its owner may read."""


def make_key(home: Home, name: str, *, size: int = 32) -> bool:
    """Write a new random key of `size` bytes unless there is one; return whether one was made."""
    return keep_key(home, name, secrets.token_bytes(size))


def keep_key(home: Home, name: str, value: bytes) -> bool:
    """Write `value` as the key `name` unless there is one; return whether it was written.

    Raises `KeyMissing` where there was one and its file is lost: a new one would open nothing that the old one closed.
    """
    path = home.keys / name
    if not path.exists() and (known := registered(home).get(name)):
        raise KeyMissing(missing(name, known))
    new = path.with_name(f"{name}.{secrets.token_hex(4)}.new")
    _write(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), value)
    try:
        os.link(new, path)  # whole or not at all, and never over another
    except FileExistsError:
        return False
    finally:
        new.unlink()
    _register(home, name, value)
    return True


def check_value(key: bytes) -> str:
    """Return the value by which a key is known without being told: sixteen hex digits."""
    return hmac.new(key, _CHECKED, hashlib.sha256).hexdigest()[:16]


def registered(home: Home) -> dict[str, str]:
    """Return every key that was ever made here with its check value."""
    try:
        kept: dict[str, str] = json.loads((home.root / REGISTER).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return kept


def state_of(home: Home) -> tuple[int, int]:
    """Return what changes whenever a key is made, lost or replaced: cheap to ask before every use."""
    register = home.root / REGISTER
    return home.keys.stat().st_mtime_ns, register.stat().st_mtime_ns if register.exists() else 0


def faults(home: Home) -> Iterator[str]:
    """Yield what is wrong with the keys of the register, each in words that say what mends it."""
    for name, known in registered(home).items():
        try:
            value = read_key(home, name)
        except (KeyMissing, KeyExposed) as fault:
            yield str(fault)
            continue
        if check_value(value) != known:
            yield f"密钥文件 {name} 不是原来的那一把: 校验值 {check_value(value)}，应当是 {known}"


def missing(name: str, known: str = "") -> str:
    """Return what is said where the file of a key is lost."""
    which = f"（校验值 {known}）" if known else ""
    return (
        f"缺少密钥文件 {name}{which}，用它密封的内容打不开；"
        f"请从恢复副本取回（chengxin keys recover），不会另建新的来代替"
    )


def replace_key(home: Home, name: str, value: bytes) -> None:
    """Put `value` in the place of the key `name`, whole or not at all."""
    path = home.keys / name
    new = path.with_name(f"{name}.new")
    _write(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), value)
    new.replace(path)
    _register(home, name, value)
    folder = os.open(home.keys, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def forget_key(home: Home, name: str) -> None:
    """Take away a key that nothing needs any more, and its line of the register."""
    with _alone(home):
        _write_register(home, {other: value for other, value in registered(home).items() if other != name})
    (home.keys / name).unlink(missing_ok=True)


def adopt(home: Home) -> int:
    """Enter keys into the register that were made before there was one; return how many."""
    known = registered(home)
    new = [
        path
        for path in home.keys.iterdir()
        if path.is_file() and path.name not in known and not path.name.endswith(".new")
    ]
    for path in new:
        _register(home, path.name, read_key(home, path.name))
    return len(new)


def read_key(home: Home, name: str) -> bytes:
    """Return the key `name`; raise `KeyMissing` or `KeyExposed`, saying what mends it."""
    path: Path = home.keys / name
    try:
        _refuse_others(home.keys, 0o700)
        _refuse_others(path, 0o600)
        return path.read_bytes()
    except FileNotFoundError:
        if known := registered(home).get(name):
            raise KeyMissing(missing(name, known)) from None
        raise KeyMissing(f"缺少密钥文件 {name}，请先运行 chengxin init") from None


def _write(descriptor: int, value: bytes) -> None:
    """Write a key and close; a key that others rely on must outlive a loss of power."""
    with os.fdopen(descriptor, "wb") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())


def _register(home: Home, name: str, value: bytes) -> None:
    """Keep the check value of a key outside the folder of keys."""
    with _alone(home):
        _write_register(home, registered(home) | {name: check_value(value)})


def _write_register(home: Home, known: dict[str, str]) -> None:
    place = home.root / REGISTER
    new = place.with_name(f"{REGISTER}.new")
    text = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True)
    _write(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), text.encode())
    new.replace(place)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    with (home.root / f"{REGISTER}.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _refuse_others(place: Path, expected: int) -> None:
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & ~expected:
        raise KeyExposed(
            f"{place} 的权限是 {mode:04o}，他人可以读取；应当是 {expected:04o}，请运行 chmod {expected:o} {place}"
        )
