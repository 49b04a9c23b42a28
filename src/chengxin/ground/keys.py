"""密钥: secrets made at the first start, each a file of its own that only its owner can read."""

import os
import secrets
import stat
from pathlib import Path

from chengxin.ground.home import Home


class KeyMissing(FileNotFoundError):
    """A key that the installation needs is not in its home."""


class KeyExposed(PermissionError):
    """A key, or the folder of keys, that others than its owner may read."""


def make_key(home: Home, name: str, *, size: int = 32) -> bool:
    """Write a new random key of `size` bytes unless there is one; return whether one was made."""
    return keep_key(home, name, secrets.token_bytes(size))


def keep_key(home: Home, name: str, value: bytes) -> bool:
    """Write `value` as the key `name` unless there is one; return whether it was written."""
    path = home.keys / name
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    _write(descriptor, value)
    return True


def replace_key(home: Home, name: str, value: bytes) -> None:
    """Put `value` in the place of the key `name`, whole or not at all."""
    path = home.keys / name
    new = path.with_name(f"{name}.new")
    _write(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), value)
    new.replace(path)
    folder = os.open(home.keys, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_key(home: Home, name: str) -> bytes:
    """Return the key `name`; raise `KeyMissing` or `KeyExposed`, saying what mends it."""
    path: Path = home.keys / name
    try:
        _refuse_others(home.keys, 0o700)
        _refuse_others(path, 0o600)
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"缺少密钥文件 {name}，请先运行 chengxin init") from None


def _write(descriptor: int, value: bytes) -> None:
    """Write a key and close; a key that others rely on must outlive a loss of power."""
    with os.fdopen(descriptor, "wb") as file:
        file.write(value)
        file.flush()
        os.fsync(file.fileno())


def _refuse_others(place: Path, expected: int) -> None:
    mode = stat.S_IMODE(place.stat().st_mode)
    if mode & ~expected:
        raise KeyExposed(
            f"{place} 的权限是 {mode:04o}，他人可以读取；应当是 {expected:04o}，请运行 chmod {expected:o} {place}"
        )
