"""静态网站: the pages as files beside the bundle, so that a plain web server shows the site.

A file holds exactly what the site answers. What ended lies below `ended/`, and the web server answers it with 410: the
tree of files is the list of what ended, so nothing in its settings grows.
"""

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from chengxin.doors.bundles.folder import Folder
from chengxin.doors.bundles.house import Pages

ENDED = "ended"
STAMP, SETTINGS = ".site/stamp.json", ".site/nginx.conf"
LISTS = ("/", "/en/", "/index.json", "/withdrawn/", "/en/withdrawn/", "/withdrawn/index.json")
OK, GONE = 200, 410


def file_of(address: str) -> str:
    """Return where the answer of an address lies.

    >>> file_of("/en/records/0f/"), file_of("/index.json")
    ('en/records/0f/index.html', 'index.json')
    """
    return (address + "index.html" if address.endswith("/") else address).lstrip("/")


def write(folder: Folder, pages: Pages, addresses: Iterable[str]) -> None:
    """Let the files of these addresses hold what the site answers now; no answer, no file."""
    for address in sorted(addresses):
        status, data = pages.answer(address)
        for wanted, path in ((OK, file_of(address)), (GONE, f"{ENDED}/{file_of(address)}")):
            if status == wanted:
                folder.write(path, data)
            else:
                folder.remove(path)


def is_site(root: Path) -> bool:
    """Tell whether the bundle in a folder carries pages: then they must follow for ever."""
    return (root / STAMP).exists()


def begin(folder: Folder) -> None:
    """Mark the folder before the first page is in it."""
    if not is_site(folder.root):
        folder.write(STAMP, _stamp(""))


def follow(folder: Folder, pages: Pages, *, refresh: bool) -> None:
    """Write the lists; and everything, where law, divisions or templates have changed since the last time."""
    write(folder, pages, LISTS)
    if not refresh and folder.read(STAMP) != _stamp(""):
        return
    stamp = _stamp(pages.look())
    if folder.read(STAMP) == stamp:
        return
    write(folder, pages, pages.everything())
    for path, source in pages.files().items():
        folder.write(path, source.read_bytes())
    folder.write(SETTINGS, _settings(folder))
    folder.write(STAMP, stamp)


def _stamp(look: str) -> bytes:
    return json.dumps({"look": look}).encode()


def _settings(folder: Folder) -> bytes:
    form = files("chengxin.doors.bundles").joinpath("templates/nginx.conf.txt").read_text("utf-8")
    return form.replace("{root}", str(folder.root)).encode()
