"""The notices beside the database: a copy of each loaded one in the home, for what runs without the database."""

from pathlib import Path

from chengxin.ground.home import Home
from chengxin_core.calendar import NoticeRefused, Notices, read_notices
from chengxin_reference.calendar import shipped_notices


def notices_in_folder(home: Home) -> Notices:
    """Return the shipped notices and those copied into the home; raises `NoticeRefused` with the file's name."""
    known = shipped_notices()
    for file in sorted(home.notices.glob("*.toml")):
        try:
            known = known.with_further(read_notices(file.read_bytes()).notices)
        except NoticeRefused as fault:
            raise NoticeRefused(f"{file.name}: {fault}") from None
    return known


def copy_into_folder(home: Home, digest: str, content: bytes) -> Path:
    """Copy a loaded file of notices into the home, under its hash; the same one again changes nothing."""
    file = home.notices / f"{digest}.toml"
    if not file.exists():
        home.notices.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(file)
    return file
