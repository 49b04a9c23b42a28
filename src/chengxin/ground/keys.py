"""密钥: secrets made at the first start, each a file of its own that only its owner can read."""

import os
import secrets
from pathlib import Path

from chengxin.ground.home import Home


class KeyMissing(FileNotFoundError):
    """A key that the installation needs is not in its home."""


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
    with os.fdopen(descriptor, "wb") as file:
        file.write(value)
    return True


def read_key(home: Home, name: str) -> bytes:
    """Return the key `name`; raise `KeyMissing`, saying what mends it."""
    path: Path = home.keys / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"缺少密钥文件 {name}，请先运行 chengxin init") from None
