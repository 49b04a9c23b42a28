"""Where what is checked lies: a directory or a web site, read file by file within limits."""

import zlib
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

SECONDS = 30
LARGEST_FILE = 32 * 2**20  # bytes: twice the largest entry bundle there can be

_GONE = (404, 410)


class PlaceUnreadable(OSError):
    """A file or site that cannot be read, so that nothing can be said about it."""


class FileNotWritten(OSError):
    """A file that cannot be written, or is there already."""


class DirectoryPlace:
    """A published directory on this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where there is none."""
        file = self.root / path
        return read_file(file) if file.is_file() else None

    def list_files(self, prefix: str) -> Iterator[str]:
        """Give the paths of all files under a folder."""
        for file in (self.root / prefix).rglob("*"):
            if not file.is_dir():
                yield file.relative_to(self.root).as_posix()


class WebPlace:
    """A published directory behind a URL; it cannot be listed."""

    list_files = None

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, or None where the site says that there is none (404, 410)."""
        return read_url(f"{self.url}/{quote(path)}")


class _StaysOnTheWeb(HTTPRedirectHandler):
    """Follows redirections to web addresses only, and from https to https only."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the request to follow; raises `PlaceUnreadable` for one that leads elsewhere."""
        if not is_url(newurl) or (req.type == "https" and not newurl.startswith("https://")):
            raise PlaceUnreadable(f"{req.full_url} 转向 {newurl}, 不跟随")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_url(target: str) -> bool:
    """Tell whether a target is a web address."""
    return target.startswith(("http://", "https://")) and bool(urlsplit(target).hostname)


def read_file(file: Path) -> bytes:
    """Return the bytes of a file of bearable size; raises `PlaceUnreadable`."""
    try:
        with file.open("rb") as opened:
            return _within_limit(opened.read(LARGEST_FILE + 1), str(file))
    except OSError as fault:
        raise PlaceUnreadable(f"读不了 {file}: {fault.strerror or fault}") from fault


def write_new_file(file: Path, data: bytes) -> None:
    """Write a file that is not there yet: an older one may be evidence. Raises `FileNotWritten`."""
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError as fault:
        raise FileNotWritten(f"{file} 已经存在, 不覆盖: 请另起文件名") from fault
    except OSError as fault:
        raise FileNotWritten(f"写不了 {file}: {fault.strerror or fault}") from fault


def read_url(url: str) -> bytes | None:
    """Return what a URL answers, or None where nothing is there; raises `PlaceUnreadable`."""
    request = Request(url, headers={"Accept-Encoding": "gzip, identity", "User-Agent": "chengxin-verify"})  # noqa: S310
    try:
        with build_opener(_StaysOnTheWeb).open(request, timeout=SECONDS) as answer:
            return _body(answer, url)
    except HTTPError as fault:
        fault.close()
        if fault.code in _GONE:
            return None
        raise PlaceUnreadable(f"{url} 答复 {fault.code}") from fault
    except (URLError, HTTPException, TimeoutError, OSError, zlib.error) as fault:
        raise PlaceUnreadable(f"读不了 {url}: {fault}") from fault


def _body(answer: HTTPResponse, url: str) -> bytes:
    data = _within_limit(answer.read(LARGEST_FILE + 1), url)
    if answer.headers.get("Content-Encoding") == "gzip":
        unpacker = zlib.decompressobj(wbits=31)
        data = _within_limit(unpacker.decompress(data, LARGEST_FILE + 1), url)
        if not unpacker.eof:
            raise PlaceUnreadable(f"{url} 的压缩数据不完整")
    return data


def _within_limit(data: bytes, name: str) -> bytes:
    if len(data) > LARGEST_FILE:
        raise PlaceUnreadable(f"{name} 超过 {LARGEST_FILE >> 20} MiB")
    return data
