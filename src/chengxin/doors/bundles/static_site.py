"""静态网站: the pages as files beside the bundle, so that a plain web server shows the site.

A file holds exactly what the site answers. What ended lies below `ended/`, and the web server answers it with 410: the
tree of files is the list of what ended, so nothing in its settings grows.
"""

import json
import time
from collections.abc import Iterable
from importlib.resources import files
from itertools import islice
from pathlib import Path

from chengxin.doors.bundles.folder import Folder
from chengxin.doors.bundles.house import Pages

ENDED = "ended"
STAMP, SETTINGS = ".site/stamp.json", ".site/nginx.conf"
PLACES = (
    "/", "/promises/", "/proposals/", "/reviews/", "/complaint-counts/", "/withdrawn/", "/log/witnesses/",
)  # fmt: skip
LISTS = tuple(address for place in PLACES for address in (place, f"/en{place}", f"{place}index.json"))
OK, GONE = 200, 410
PAGES_AT_ONCE = 100
PAUSE = 0.02  # seconds in which a process that waits gets its turn
PATIENCE = 1.2  # seconds: for so long a web server with our settings may answer from a file it had open


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


def follow(folder: Folder, pages: Pages) -> None:
    """Write the lists, which change with every change of the log."""
    write(folder, pages, LISTS)


def tell_of_data(folder: Folder, pages: Pages) -> None:
    """Write the page that tells of the bundle's files, as its catalogues name them now."""
    for address, data in pages.data(folder.read):
        folder.write(file_of(address), data)


def renew(folder: Folder, pages: Pages) -> None:
    """Write everything anew where law, divisions or templates have changed since the last time.

    It takes minutes. Between two handfuls of pages others may write: what ends need not wait for it.
    """
    stamp = _stamp(pages.look())
    if folder.read(STAMP) == stamp:
        return
    addresses = iter(pages.everything())
    while handful := list(islice(addresses, PAGES_AT_ONCE)):
        with folder.only_writer():
            write(folder, pages, handful)
        time.sleep(PAUSE)
    with folder.only_writer():
        tell_of_data(folder, pages)
        for path, source in pages.files().items():
            folder.write(path, source.read_bytes())
        folder.write(SETTINGS, web_server_settings(folder.root))
        folder.write(STAMP, stamp)
        folder.settle()


def _stamp(look: str) -> bytes:
    return json.dumps({"look": look}).encode()


def web_server_settings(root: Path) -> bytes:
    """Return what nginx needs to know of the folder; it stays the same however much is published or ends."""
    form = files("chengxin.doors.bundles").joinpath("templates/nginx.conf.txt").read_text("utf-8")
    return form.replace("{root}", str(root)).encode()
