"""已公布的日志: our log as it was published, wherever it lies now, believed as far as a key of ours has signed it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from chengxin_core.ledger.bundle import CHECKPOINT, FileMalformed, PublishedContent, content_path
from chengxin_core.ledger.check import read_tile_or_fuller
from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed, open_checkpoint
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.note import NoteMalformed
from chengxin_core.ledger.signatures import NoteUnverified, VerifierKey
from chengxin_core.ledger.tiles import TILE_WIDTH, TileMalformed, read_bundle, tiles_of

ReadFile = Callable[[str], bytes | None]


class PublishedLogRefused(ValueError):
    """A log that is not ours, or a file of it that is missing or wrong."""


@dataclass(frozen=True, slots=True)
class PublishedLog:
    """A log as its folder or site shows it; its entries count once their root was compared."""

    read: ReadFile
    checkpoint: Checkpoint

    @property
    def size(self) -> int:
        return self.checkpoint.size

    def entries(self, first: int) -> Iterator[bytes]:
        """Give the entries from number `first` on; raise `PublishedLogRefused` where they cannot be read."""
        for path in tiles_of(self.size):
            start = path.index * TILE_WIDTH
            if path.level is None and start + path.width > first:
                try:
                    data, width = read_tile_or_fuller(self.read, path)
                    yield from read_bundle(data, width)[max(0, first - start) : path.width]
                except TileMalformed as fault:
                    raise PublishedLogRefused(f"存证日志的 {path} 缺失或者有误: {fault}") from None

    def content_of(self, entry: Entry) -> PublishedContent | None:
        """Return the content that an entry in force commits to, where it is served beside the log.

        Raises `PublishedLogRefused` where something else is served.
        """
        path = content_path(entry.key, entry.version)
        data = self.read(path)
        if data is None:
            return None
        try:
            published = PublishedContent.from_bytes(data)
        except FileMalformed as fault:
            raise PublishedLogRefused(f"{path}: {fault}") from None
        if published.commitment != entry.commitment:
            raise PublishedLogRefused(f"{path} 与日志中的承诺值不符")
        return published


def open_published(read: ReadFile, keys: Sequence[VerifierKey]) -> PublishedLog:
    """Return the log that is published in a place; any of the `keys` may have signed it.

    Raises `PublishedLogRefused` where there is none, or none of ours.
    """
    note = read(CHECKPOINT)
    if note is None:
        raise PublishedLogRefused(f"这里没有存证日志（缺少 {CHECKPOINT}）")
    try:
        return PublishedLog(read, open_checkpoint(note, keys).checkpoint)
    except (NoteMalformed, CheckpointMalformed) as fault:
        raise PublishedLogRefused(f"检查点有误: {fault}") from None
    except NoteUnverified as fault:
        raise PublishedLogRefused(
            f"检查点不是本机密钥签署的: {fault}。备份之后更换过密钥的，请先把最新的密钥放进 keys"
        ) from None
