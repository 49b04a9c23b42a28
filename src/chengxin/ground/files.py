"""文件: bytes kept once under a digest, written whole or not at all; what is about a natural person, under seal.

A file says itself whether it is sealed. One in the clear stands under its SHA-256; a sealed one under a keyed digest
of its content, which tells nothing to who does not hold the key, and stays when it is sealed anew.
"""

import io
import os
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from chengxin.ground import ciphers
from chengxin.ground.home import Home

PURPOSE = "files.content"
_SEALED = b"chengxin sealed file\n"  # no file that comes in begins so
_HEAD = 64


def keep(home: Home, chunks: Iterable[bytes], *, seals: bool = False) -> tuple[str, int]:
    """Store the bytes and return their digest (hex) and size; the same bytes twice are one file."""
    if seals:
        content = b"".join(chunks)
        name = _keyed(content)
        if not path_of(home, name).exists():
            _write(home, name, [_SEALED, ciphers.seal_bytes(content, purpose=PURPOSE)])
        return name, len(content)
    digest, size = sha256(), 0
    with tempfile.NamedTemporaryFile(dir=home.files, delete=False) as file:
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        _place(home, file, digest.hexdigest())
    return digest.hexdigest(), size


def path_of(home: Home, digest: str) -> Path:
    """Return where the bytes with this digest are kept."""
    return home.files / digest[:2] / digest


def read(home: Home, digest: str) -> bytes:
    """Return the bytes kept under `digest`. Raises `SealBroken` or `KeyMissing` where they cannot be unsealed."""
    kept = path_of(home, digest).read_bytes()
    if not kept.startswith(_SEALED):
        return kept
    return ciphers.unseal_bytes(kept.removeprefix(_SEALED), purpose=PURPOSE)


def opened(home: Home, digest: str) -> BinaryIO:
    """Return the bytes kept under `digest` to be read bit by bit."""
    return io.BytesIO(read(home, digest)) if is_sealed(home, digest) else path_of(home, digest).open("rb")


def is_sealed(home: Home, digest: str) -> bool:
    """Say whether the file is kept under seal."""
    return _head(path_of(home, digest)).startswith(_SEALED)


def sealed(home: Home, digest: str) -> str:
    """Return under which digest the same content is kept sealed; what stands in the clear is left where it is."""
    return digest if is_sealed(home, digest) else keep(home, [read(home, digest)], seals=True)[0]


def forget(home: Home, digest: str) -> None:
    """Remove a file; whether anybody still names it, the caller has asked."""
    path_of(home, digest).unlink(missing_ok=True)


def under_earlier_keys(home: Home) -> Iterator[str]:
    """Yield the digests of sealed files that still need an earlier key."""
    for path in sorted(home.files.glob("*/*")):
        head = _head(path)
        if head.startswith(_SEALED) and not ciphers.is_under_current_key(
            head.removeprefix(_SEALED), purpose=PURPOSE
        ):
            yield path.name


def seal_anew(home: Home, digest: str) -> None:
    """Seal a file under the key of today, in its place; stopped midway, it is whole as it was."""
    content = read(home, digest)
    _write(home, digest, [_SEALED, ciphers.seal_bytes(content, purpose=PURPOSE)])


def _keyed(content: bytes) -> str:
    return ciphers.blind_index(sha256(content).hexdigest(), purpose=PURPOSE).partition("-")[2]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _write(home: Home, name: str, chunks: Iterable[bytes]) -> None:
    with tempfile.NamedTemporaryFile(dir=home.files, delete=False) as file:
        file.writelines(chunks)
        _place(home, file, name)


def _place(home: Home, file: "tempfile._TemporaryFileWrapper[bytes]", name: str) -> None:
    file.flush()
    os.fsync(file.fileno())
    place = path_of(home, name)
    place.parent.mkdir(exist_ok=True)
    Path(file.name).replace(place)
