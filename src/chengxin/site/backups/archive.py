"""备份档案: a tar file whose last member, the manifest, names every other one with its size and SHA-256.

It bears its name only when all of it is on the disk. Without a manifest it is no backup; with one, every byte can be
checked.
"""

import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO, Literal, TypeAlias

import msgspec

MANIFEST = "manifest.json"
KEYS = "keys/"
Engine: TypeAlias = Literal["sqlite", "postgresql"]
_CHUNK = 1 << 20
_OWNER_ONLY, _USUAL = 0o600, 0o666


class ArchiveTorn(ValueError):
    """A file that is no whole backup; the text names the archive and the file in it."""


class Held(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of a backup."""

    size: int  # bytes
    sha256: str


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup is of."""

    made_at: datetime
    program: str  # the version that wrote it
    engine: Engine  # of the database in it
    migrations: tuple[str, ...]  # that had been applied to it
    log_size: int  # entries that had been signed


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup is of, and every file in it by its path."""

    about: About
    files: Mapping[str, Held]
    format: Literal["chengxin/backup/v1"] = "chengxin/backup/v1"

    @property
    def has_keys(self) -> bool:
        return any(path.startswith(KEYS) for path in self.files)


@dataclass(slots=True)
class Writer:
    """An archive that is being written."""

    tar: tarfile.TarFile
    files: dict[str, Held] = field(default_factory=dict)

    def add(self, path: str, source: Path) -> None:
        """Add a file as it is now; one that is gone already is left out."""
        try:
            file = source.open("rb")
        except FileNotFoundError:
            return
        with file:
            self._add(path, file, os.fstat(file.fileno()).st_size)

    def finish(self, about: About) -> Manifest:
        """Add the manifest: from here on nothing is missing."""
        manifest = Manifest(about, dict(sorted(self.files.items())))
        data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._add(MANIFEST, BytesIO(data), len(data))
        return manifest

    def _add(self, path: str, file: IO[bytes], size: int) -> None:
        header = tarfile.TarInfo(path)
        header.size, header.mode = size, _OWNER_ONLY
        hashing = _Hashing(file)
        self.tar.addfile(header, hashing)
        self.files[path] = Held(size, hashing.digest.hexdigest())


class _Hashing(BytesIO):
    """A file that hashes what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self.file, self.digest = file, sha256()

    def read(self, size: int | None = -1, /) -> bytes:
        data = self.file.read(-1 if size is None else size)
        self.digest.update(data)
        return data


@contextmanager
def writing(place: Path) -> Iterator[Writer]:
    """Write an archive beside its place, and give it its name when the disk has all of it.

    Only its owner may read it. Where writing fails, nothing stays.
    """
    unfinished = place.with_name(f".{place.name}")
    try:
        with _open(unfinished, _OWNER_ONLY) as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(place)
        _settle(place.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def read_manifest(archive: Path) -> Manifest:
    """Return the manifest of a backup; raise `ArchiveTorn` for a file that is none, or is not whole."""
    last = "第一个文件"
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for member in tar:
                last = member.name
                if last == MANIFEST:
                    return _manifest(tar, member)
    except (tarfile.TarError, EOFError, OSError, ValueError) as fault:
        raise ArchiveTorn(f"{archive.name} 不完整或者不是备份，断在 {last}: {fault}") from fault
    raise ArchiveTorn(f"{archive.name} 不完整: 没有清单 {MANIFEST}，断在 {last}")


def unpack(archive: Path, manifest: Manifest, into: Path) -> None:
    """Write every file of a backup into an empty folder and compare it with the manifest.

    Raises `ArchiveTorn`, naming the first file that is not what it was.
    """
    left = dict(manifest.files)
    with tarfile.open(archive, mode="r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                break
            held = left.pop(member.name, None)
            if held is None or not member.isreg() or not _stays_inside(member.name):
                raise ArchiveTorn(f"{archive.name} 中的 {member.name} 不在清单上，或者不是普通文件")
            if _write(tar, member, into / member.name) != held:
                raise ArchiveTorn(f"{archive.name} 中的 {member.name} 与清单的 SHA-256 不符")
    if left:
        raise ArchiveTorn(f"{archive.name} 中缺少 {min(left)}")


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Manifest:
    file = tar.extractfile(member)
    data = b"" if file is None else file.read()
    if len(data) != member.size:
        raise EOFError("清单没有写完")
    return msgspec.json.decode(data, type=Manifest)


def _write(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> Held:
    source = tar.extractfile(member)
    assert source is not None
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with _open(place, _OWNER_ONLY if member.name.startswith(KEYS) else _USUAL) as file:
        while data := source.read(_CHUNK):
            digest.update(data)
            size += len(data)
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return Held(size, digest.hexdigest())


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts


def _open(place: Path, mode: int) -> IO[bytes]:
    """Open a new file for writing; the mask of the process takes from the mode what it takes."""
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb")


def _settle(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
