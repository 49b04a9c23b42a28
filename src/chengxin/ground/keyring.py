"""密钥分级: the master key wraps the data keys; each data key serves one purpose and is a file of its own.

A data key never changes: rotation adds the next number, and what was sealed under an earlier one stays readable. The
master key can be replaced without touching any sealed content, since it closes only the data keys.
"""

import base64
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chengxin.ground import keys
from chengxin.ground.home import Home
from chengxin.ground.suites import NONCE, Suite, decrypt, encrypt

MASTER = "master"
NEXT_MASTER = "master-next"
SEALING, INDEXING = "seal", "index"


class KeyBroken(ValueError):
    """A data key that its master key does not open: one of the two was changed or exchanged."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """数据密钥: for one use and purpose; the number counts its rotations from 1."""

    use: str
    purpose: str
    number: int
    suite: Suite
    secret: bytes

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.use}-{self.purpose}-{self.number}"


def current(home: Home, use: str, purpose: str, suite: Suite) -> DataKey:
    """Return the newest key of a purpose in this suite; the first is made when it is first asked for."""
    return _newest(home, use, purpose, suite, keys.state_of(home)) or rotate(home, use, purpose, suite)


def numbers(home: Home, use: str, purpose: str) -> list[int]:
    """Return the numbers of all keys of a purpose that there ever were, oldest first."""
    start = f"{use}-{purpose}-"
    names = {path.name for path in home.keys.glob(f"{start}*")} | set(keys.registered(home))
    return sorted(
        int(rest) for name in names if (rest := name.removeprefix(start)) != name and rest.isdigit()
    )


def purposes(home: Home, use: str) -> list[str]:
    """Return the purposes that have a key for this use."""
    names = (name.rpartition("-")[0].partition("-") for name in keys.registered(home))
    return sorted({purpose for begin, _, purpose in names if begin == use and purpose})


def numbered(home: Home, use: str, purpose: str, number: int) -> DataKey:
    """Return one data key. Raises `KeyMissing`, naming it, or `KeyBroken`."""
    return _opened(home, use, purpose, number)


def rotate(home: Home, use: str, purpose: str, suite: Suite) -> DataKey:
    """Make the next key of a purpose; new content is sealed under it from now on."""
    known = numbers(home, use, purpose)
    number = known[-1] + 1 if known else 1
    key = DataKey(use, purpose, number, suite, secrets.token_bytes(suite.key_bytes))
    keys.keep_key(home, key.name, _wrapped(key, keys.read_key(home, MASTER)))
    return numbered(home, use, purpose, number)  # another process may have been first


def replace_master(home: Home) -> int:
    """Close every data key under a new master key; return how many. Stopped midway, it goes on when called again."""
    keys.keep_key(home, NEXT_MASTER, secrets.token_bytes(32))
    old, new = keys.read_key(home, MASTER), keys.read_key(home, NEXT_MASTER)
    count = 0
    for key in data_keys(home):
        if _told(home, key.name)["master"] != keys.check_value(new):
            keys.replace_key(home, key.name, _wrapped(key, new))
        count += 1
    if old != new:
        keys.replace_key(home, MASTER, new)
    keys.forget_key(home, NEXT_MASTER)
    return count


def data_keys(home: Home) -> Iterator[DataKey]:
    """Yield every data key. Raises `KeyMissing` or `KeyBroken` at the first that cannot be read."""
    for name in sorted(keys.registered(home)):
        use, _, rest = name.partition("-")
        purpose, _, number = rest.rpartition("-")
        if use in (SEALING, INDEXING) and number.isdigit():
            yield numbered(home, use, purpose, int(number))


@lru_cache(maxsize=64)
def _newest(home: Home, use: str, purpose: str, suite: Suite, state: object) -> DataKey | None:
    """Return the newest key of a suite; asked again only once the keys have changed."""
    for number in reversed(numbers(home, use, purpose)):
        key = numbered(home, use, purpose, number)
        if key.suite is suite:
            return key
    return None


@lru_cache(maxsize=256)
def _opened(home: Home, use: str, purpose: str, number: int) -> DataKey:
    name = f"{use}-{purpose}-{number}"
    told = _told(home, name)
    suite = Suite(told["suite"])
    try:
        secret = decrypt(
            suite,
            _wrapping(_master_of(home, name, told["master"]), suite),
            base64.b64decode(told["nonce"]),
            base64.b64decode(told["wrapped"]),
            name.encode(),
        )
    except InvalidTag:
        raise KeyBroken(f"数据密钥 {name} 打不开: 文件被改动，请从恢复副本取回") from None
    return DataKey(use, purpose, number, suite, secret)


def _told(home: Home, name: str) -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(keys.read_key(home, name))
    except ValueError:
        raise KeyBroken(f"数据密钥 {name} 的文件已经损坏，请从恢复副本取回") from None
    return told


def _master_of(home: Home, name: str, check: str) -> bytes:
    """Return the master key with that check value: while it is being replaced there are two."""
    here = [MASTER, *([NEXT_MASTER] if (home.keys / NEXT_MASTER).exists() else [])]
    for master in here:
        value = keys.read_key(home, master)
        if keys.check_value(value) == check:
            return value
    raise KeyBroken(
        f"主密钥不是包裹数据密钥 {name} 的那一把: 应当是校验值 {check} 的主密钥，请从恢复副本取回"
    )


def _wrapped(key: DataKey, master: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    wrapped = encrypt(key.suite, _wrapping(master, key.suite), nonce, key.secret, key.name.encode())
    told = {
        "suite": str(key.suite),
        "master": keys.check_value(master),
        "nonce": base64.b64encode(nonce).decode(),
        "wrapped": base64.b64encode(wrapped).decode(),
    }
    return json.dumps(told).encode()


def _wrapping(master: bytes, suite: Suite) -> bytes:
    """Return the key that wraps keys of a suite, drawn from the master key."""
    told: hashes.HashAlgorithm = hashes.SM3() if suite is Suite.SM4 else hashes.SHA256()
    return HKDF(told, suite.key_bytes, salt=None, info=f"chengxin wrap {suite}".encode()).derive(master)


def forget_opened() -> None:
    """Read every data key from its file again."""
    _opened.cache_clear()
    _newest.cache_clear()
