"""签名人: the keys with which this installation signs its log. The origin of the log is the keys' name.

Each key is a file in the keys' folder, in the form of C2SP signed-note; the origin is fixed when the first is made,
because a log that changed its name would be another log. Which key signs when is kept beside them in the form in which
it is published; a key that signs no more stays where it is.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chengxin.ground import keys
from chengxin.ground.home import Home
from chengxin_core.ledger.bundle import DatedKey, read_dated_keys, write_keys
from chengxin_core.ledger.signatures import SEED_BYTES, SigningKey

LOG_KEY = "log"
RING = "log.json"


@dataclass(frozen=True, slots=True)
class KeyRing:
    """日志密钥: every key that signs the log or has signed it, oldest first."""

    dated: tuple[DatedKey, ...]
    signing: tuple[SigningKey, ...]  # of those that are not retired

    @property
    def newest(self) -> SigningKey:
        """The key that has signed the checkpoint that stands, whoever else did."""
        return self.signing[-1]

    def in_force(self, at: datetime) -> tuple[SigningKey, ...]:
        """Return the keys that sign at this moment, oldest first: two while one takes the other's place."""
        signs = {dated.key for dated in self.dated if dated.signs(at)}
        return tuple(key for key in self.signing if key.verifier_key in signs)

    def replaced_by(self, key: SigningKey, *, size: int, at: datetime, until: datetime) -> "KeyRing":
        """Return the ring in which `key` signs from now on, and the one before it `until` then."""
        *before, last = self.dated
        dated = (*before, replace(last, until=until), DatedKey(key.verifier_key, size, at))
        return KeyRing(dated, (*self.signing, key))

    def retired(self, *, size: int, at: datetime) -> "KeyRing":
        """Return the ring in which whose time is over has signed for the last time, at this size of the log."""
        dated = tuple(
            each if each.is_retired or each.signs(at) else replace(each, until_size=size)
            for each in self.dated
        )
        stays = {each.key for each in dated if not each.is_retired}
        return KeyRing(dated, tuple(key for key in self.signing if key.verifier_key in stays))


def make_log_key(home: Home, *, origin: str) -> bool:
    """Make the log's key under `origin` (a URL without scheme) unless there is one; say if one was made."""
    return _keep(home, LOG_KEY, _new_key(origin))


def make_next_key(home: Home, *, origin: str) -> SigningKey:
    """Make a key that can take the place of the one that signs; until the ring says so it signs nothing."""
    key = _new_key(origin)
    _keep(home, _file_of_next(key), key)
    return key


def log_key(home: Home) -> SigningKey:
    """Return the log's newest key; raise `KeyMissing` or `KeyExposed`, saying what mends it."""
    return key_ring(home).newest


def key_ring(home: Home) -> KeyRing:
    """Return all keys of the log; raise `KeyMissing` or `KeyExposed`, saying what mends it."""
    try:
        dated = read_dated_keys(keys.read_key(home, RING))
    except keys.KeyMissing:
        first = _read(home, LOG_KEY)
        return KeyRing((DatedKey(first.verifier_key),), (first,))
    files = (LOG_KEY, *(_file_of_next(each) for each in dated[1:]))
    return KeyRing(
        dated,
        tuple(_read(home, file) for file, each in zip(files, dated, strict=True) if not each.is_retired),
    )


def keep_ring(home: Home, dated: Sequence[DatedKey]) -> None:
    """Keep which key signs when."""
    keys.replace_key(home, RING, write_keys(dated))


def _new_key(origin: str) -> SigningKey:
    return SigningKey(origin, secrets.token_bytes(SEED_BYTES))


def _file_of_next(key: SigningKey | DatedKey) -> str:
    verifier_key = key.verifier_key if isinstance(key, SigningKey) else key.key
    return f"{LOG_KEY}-{verifier_key.key_id.hex()}"


def _keep(home: Home, name: str, key: SigningKey) -> bool:
    return keys.keep_key(home, name, key.to_secret_string().encode())


def _read(home: Home, name: str) -> SigningKey:
    return SigningKey.from_secret_string(keys.read_key(home, name).decode())
