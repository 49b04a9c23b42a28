"""见证状态: the folder of one witness. A file appears whole or not at all, and is on the disk before it counts.

key                       the signing key, for its owner only
lock                      held by the one process that may sign
checkpoints/<origin's SHA-256>   the last checkpoint that was cosigned, with that cosignature
evidence/<SHA-256>        two checkpoints of one log that contradict each other
"""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from chengxin_core.ledger.signatures import SEED_BYTES, SignatureType, SigningKey

MOST_EVIDENCE = 100  # pieces of 64 KiB at most: whoever holds the log's key must not fill the disk


class StateUnusable(OSError):
    """A folder that no witness can safely work with; the message says what mends it."""


def log_id(origin: str) -> str:
    """Return the name under which a log's newest checkpoint is kept and asked for."""
    return sha256(origin.encode()).hexdigest()


class State:
    """The folder of one witness."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._checkpoints = root / "checkpoints"

    @classmethod
    def make(cls, root: Path, *, name: str) -> "State":
        """Make the folder and a new key that signs as `name`; raises `StateUnusable` where there is one."""
        state = cls(root)
        key = SigningKey(name, secrets.token_bytes(SEED_BYTES), SignatureType.COSIGNATURE)
        if (root / "key").exists():
            raise StateUnusable(f"{root} 中已有见证人的密钥: 换密钥请用新的目录")
        for folder in (root, state._checkpoints, root / "evidence"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)
        _write_whole(root / "key", key.to_secret_string().encode())
        return state

    def key(self) -> SigningKey:
        """Return the signing key; raises `StateUnusable` where it is missing or others may read it."""
        file = self.root / "key"
        if not file.exists() or not self._checkpoints.is_dir():
            raise StateUnusable(f"{self.root} 不是见证人的目录: 先用 --key-new --name 名称 建立")
        for place, expected in ((self.root, 0o700), (file, 0o600)):
            mode = stat.S_IMODE(place.stat().st_mode)
            if mode & ~expected:
                raise StateUnusable(
                    f"{place} 的权限是 {mode:04o}, 他人可以读取; 应当是 {expected:04o}: chmod {expected:o} {place}"
                )
        return SigningKey.from_secret_string(file.read_text())

    @contextmanager
    def only_process(self) -> Iterator[None]:
        """Hold the folder alone, until the process ends; raises `StateUnusable` where another holds it."""
        with (self.root / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StateUnusable(f"{self.root} 正由另一个见证进程使用") from None
            yield

    def newest(self, origin_id: str) -> bytes | None:
        """Return the last checkpoint that was cosigned of the log with this id, None before the first."""
        try:
            return (self._checkpoints / origin_id).read_bytes()
        except FileNotFoundError:
            return None

    def keep(self, origin_id: str, note: bytes) -> None:
        """Keep a cosigned checkpoint; when this returns it is on the disk, and only then it may be answered."""
        _write_whole(self._checkpoints / origin_id, note)

    def keep_evidence(self, first: bytes, second: bytes) -> None:
        """Keep two checkpoints of one log that contradict each other, each piece once."""
        folder = self.root / "evidence"
        evidence = first + b"\n" + second
        if len(list(folder.iterdir())) < MOST_EVIDENCE:
            _write_whole(folder / sha256(evidence).hexdigest(), evidence)


def _write_whole(place: Path, data: bytes) -> None:
    new = place.with_name(f"{place.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
