"""补办: a restored home learns from the published log what has ended since its backup, before it serves anything.

The log is looked for where the settings know of it (in the home, in the bundle), or where the operator says. Where
there is none that is newer than the backup, only an explicit word lets the home serve, after it was told what is lost.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings

from chengxin.foundation.transparency import adopting, fsck, unknown
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.published_log import PublishedLog, PublishedLogRefused, open_published
from chengxin.foundation.transparency.queries import log_size
from chengxin.foundation.transparency.rotating import sign_also
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import home, signer
from chengxin.ground.home import Home, ReplayDue, require_replayed
from chengxin.ground.signer import KeyRing
from chengxin.site import installation
from chengxin.site.backups.archive import About
from chengxin.site.backups.restoring import STAGING, restored_from
from chengxin.site.sinks import carry_reference, carry_rules
from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, FileMalformed, read_dated_keys
from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed, open_checkpoint
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_verify.places import DirectoryPlace, WebPlace, is_url

INSIDE = ("", "log/", "public/log/")  # of a log's folder, of a bundle or site, of a home
WHAT_IS_LOST = """没有找到比备份更新的存证日志，不能补办。备份作于 {made_at:%Y-%m-%d %H:%M} UTC，日志 {size} 条。
在此之后的一切都不知道了:
  一、此后终止公示的内容（到期、修复、撤销、更正）会重新公示，直到有人逐项再次终止；
  二、此后的公示、更正和终止的凭据没有了；
  三、此后若公布过检查点，日志继续编号就会与它矛盾，见证人和持有旧回执的人都会发现。
请先找: 原家目录的 public/log、公开数据包、任一公开节点或者静态网站的 /log、导出介质，用 --log 给出。
确实都没有的，运行 chengxin replay --without-log，并另行公告。"""


class NothingToReplayFrom(RuntimeError):
    """No log is newer than the backup; the text says what is lost without one."""


def replay(places: Sequence[str], *, without_log: bool, at: datetime) -> Iterator[str]:
    """Take in what the published log knows beyond the database, then let every place follow, saying what was done.

    Again, it changes nothing. Raises `NothingToReplayFrom`, `PublishedLogRefused` or `PlaceUnreadable`; the home then
    waits as before.
    """
    here = home.current()
    if (here.root / STAGING).exists():
        raise PublishedLogRefused(f"{here.root} 的恢复没有完成；请清空这个文件夹，再恢复")
    _require_keys(here)
    backup, ring = restored_from(here), signer.key_ring(here)
    log = None if without_log else _newest(here, ring, places, backup)
    if backup is None and (log is None or log.size <= log_size()):
        yield "没有要补办的"
        return
    yield from installation.bring_tables_up()
    if log is None:
        adopting.forget_what_sinks_had()
        yield "没有补办: 备份之后终止公示的内容会重新公示，请逐项核对"
    else:
        yield f"依据的存证日志共 {log.size} 条；在它之后还有终止公示的，不在补办之列"
        yield from _unknown_keys(log, ring)
        yield str(adopting.adopt(log, signed=_signed(here, ring), at=at))
    yield carry_reference()
    yield carry_rules()
    _sign_with_newest(here, ring)
    here.replay_due.unlink(missing_ok=True)
    yield str(run_sequencer(at=at))
    yield fsck.first_fault() or "日志无误"
    if unknown.without_matter() or unknown.without_content():
        yield "有的公示不知其事项或者内容，须由人逐项决定；缺内容的，决定以前日志自检会指出: chengxin ledger unknown"


def require_level_with_log(here: Home) -> None:
    """Raise `ReplayDue` where the database is older than the log that was published from it."""
    require_replayed(here)
    note = LogFiles.of(here).checkpoint()
    try:
        signed = 0 if note is None else Checkpoint.from_text(Note.from_bytes(note).text).size
    except (NoteMalformed, CheckpointMalformed):
        return  # `chengxin ledger fsck` names it
    if signed and signed > log_size():
        raise ReplayDue(
            f"已签名的日志有 {signed} 条，数据库只有 {log_size()} 条: 数据库比日志旧。请先运行 chengxin replay"
        )


def _require_keys(here: Home) -> None:
    """Refuse a home without the log's key: making a new one would begin another log."""
    if not (here.keys / signer.LOG_KEY).exists():
        raise PublishedLogRefused(f"日志的密钥不在 {here.keys}；请把备份时另行保管的密钥放回，不要另建")


def _newest(here: Home, ring: KeyRing, places: Sequence[str], backup: About | None) -> PublishedLog | None:
    """Return the longest log of those given, or known of; raise `NothingToReplayFrom` where none is newer."""
    keys = [dated.key for dated in ring.dated]
    if places:
        given = max((_open(place, keys) for place in places), key=lambda log: log.size)
        if backup is not None and given.size < backup.log_size:
            raise PublishedLogRefused(
                f"给出的日志只有 {given.size} 条，备份里已有 {backup.log_size} 条；请给出更新的"
            )
        return given
    known = [here.root / "public" / "log", *([Path(settings.BUNDLE)] if settings.BUNDLE else [])]
    found = [_open(str(place), keys) for place in known if _has_log(place)]
    log = max(found, key=lambda log: log.size, default=None)
    if backup is not None and (log is None or log.size <= backup.log_size):
        raise NothingToReplayFrom(WHAT_IS_LOST.format(made_at=backup.made_at, size=backup.log_size))
    return log


def _open(place: str, keys: Sequence[VerifierKey]) -> PublishedLog:
    whole = WebPlace(place) if is_url(place) else DirectoryPlace(Path(place))
    inside = next((each for each in INSIDE if whole.read(each + CHECKPOINT) is not None), "")
    return open_published(lambda path: whole.read(inside + path), keys)


def _has_log(place: Path) -> bool:
    return any((place / inside / CHECKPOINT).exists() for inside in INSIDE)


def _signed(here: Home, ring: KeyRing) -> list[Checkpoint]:
    """Return the checkpoint of the log in the home, whichever of our keys has signed it."""
    note = LogFiles.of(here).checkpoint()
    return [] if note is None else [open_checkpoint(note, [dated.key for dated in ring.dated]).checkpoint]


def _sign_with_newest(here: Home, ring: KeyRing) -> None:
    """Let the newest key sign the checkpoint that came out of the backup, if the key is younger than it."""
    files, newest = LogFiles.of(here), ring.newest
    note = files.checkpoint()
    if note is None:
        return
    signed_by = open_checkpoint(note, [dated.key for dated in ring.dated]).signed_by
    if newest.verifier_key not in signed_by:
        with files.only_writer():
            sign_also(files, newest, ring)


def _unknown_keys(log: PublishedLog, ring: KeyRing) -> Iterator[str]:
    """Tell of keys that sign the log and are not here: whoever knows only those could not follow it."""
    try:
        published = read_dated_keys(log.read(KEYS) or b"")
    except FileMalformed:
        return
    ours = {dated.key for dated in ring.dated}
    for dated in published:
        if dated.key not in ours and not dated.is_retired:
            yield f"注意: 密钥 {dated.key} 也签署这本日志，却不在本机；请把它放进 keys，否则只认它的人跟不上日志"
