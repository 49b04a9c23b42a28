"""文件: bytes kept once under their SHA-256, written whole or not at all."""

import os
import tempfile
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from chengxin.ground.home import Home


def keep(home: Home, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store the bytes and return their hash (hex) and size; the same bytes twice are one file."""
    digest, size = sha256(), 0
    with tempfile.NamedTemporaryFile(dir=home.files, delete=False) as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    place = path_of(home, digest.hexdigest())
    place.parent.mkdir(exist_ok=True)
    Path(file.name).replace(place)
    return digest.hexdigest(), size


def path_of(home: Home, digest: str) -> Path:
    """Return where the bytes with this hash are kept."""
    return home.files / digest[:2] / digest


def read(home: Home, digest: str) -> bytes:
    """Return the bytes kept under `digest`."""
    return path_of(home, digest).read_bytes()
