"""镜像: a node's own copy of a bundle that was checked: first what is gone goes, then what is new comes."""

from collections.abc import Iterable

from chengxin.doors.bundles.folder import Folder
from chengxin_core.ledger.bundle import CHECKPOINT, CONTENTS, KEYS
from chengxin_core.ledger.check import TILE_FOLDER
from chengxin_core.opendata.layout import CATALOGUED, LOG

CHECKED = (
    f"{LOG}{TILE_FOLDER}",
    f"{LOG}{CONTENTS}",
)  # of the log's folder; what else lies there stays behind


def forget(copy: Folder, bundle: Folder) -> None:
    """Remove from the copy every file that the bundle has no more."""
    for prefix in (*CHECKED, *CATALOGUED):
        wanted = set(bundle.list_files(prefix))
        for path in list(copy.list_files(prefix)):
            if path not in wanted:
                copy.remove(path)
    copy.settle()


def copy_files(copy: Folder, bundle: Folder, files: Iterable[str]) -> None:
    """Bring the copy to what the bundle holds, the checkpoint last."""
    checkpoint = f"{LOG}{CHECKPOINT}"
    of_log = (path for prefix in CHECKED for path in sorted(bundle.list_files(prefix)))
    for path in (*files, *of_log, f"{LOG}{KEYS}"):
        copy.write(path, bundle.read(path) or b"")
    copy.settle()
    copy.write(checkpoint, bundle.read(checkpoint) or b"")
    copy.settle()
