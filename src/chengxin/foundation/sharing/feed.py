"""撤下通知的发布: signed pages beside the log's tiles, written by the sequencer as its last place of publication.

They are files of the published directory: whoever serves the log serves them, with nothing from inside.
"""

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.queries import numbered_ends
from chengxin.ground import home, signer
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.withdrawals import WIDTH, page_of, page_path


def write_pages(first: int, end: int) -> None:
    """Write every page that covers an entry from `first` to `end` (exclusive), as far as `end`."""
    here = home.current()
    files, key = LogFiles.of(here), signer.log_key(here)
    for start in range(first - first % WIDTH, end, WIDTH):
        until = min(start + WIDTH, end)
        entries = [(index, Entry.from_bytes(data)) for index, data in numbered_ends(start, until)]
        files.write_if_changed(page_path(start), page_of(key.name, start, until, entries).signed(key))


def read_page(first: int) -> bytes | None:
    """Return the signed page that begins with this number, or None while the log has not come so far."""
    try:
        return (LogFiles.of(home.current()).root / page_path(first)).read_bytes()
    except FileNotFoundError:
        return None


def log_origin() -> str:
    """Return the name of the log, which every answer must repeat."""
    return signer.log_key(home.current()).name
