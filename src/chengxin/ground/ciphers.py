"""密封: authenticated encryption of what names a natural person, and the keyed index by which it is found again.

The stored form is a version byte, the suite, the number of the data key, a 96-bit random nonce, then ciphertext and
tag. Head and purpose are authenticated with it, so a value sealed for one column cannot be read as another. The data
key is that of the purpose's room: `officials.name` is sealed under the key for `officials`.
"""

import os
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chengxin.ground import home, keyring, keys
from chengxin.ground.keyring import INDEXING, SEALING, DataKey
from chengxin.ground.suites import NONCE, Suite, decrypt, encrypt, keyed_digest

SEALING_KEY = keyring.MASTER
_OLD_KEY = "sealing"  # under which homes of the first form sealed everything
_FIRST_FORM, _FORM = b"\x01", b"\x02"
_SUITES = {Suite.AES: 1, Suite.SM4: 2}
_HEAD = 4


class SealBroken(ValueError):
    """The sealed bytes were not made by this key for this purpose, or were changed."""


def suite() -> Suite:
    """Return the suite of new keys, by the setting CHENGXIN_CIPHERS: `aes` (default) or `sm4`."""
    return Suite(os.environ.get("CHENGXIN_CIPHERS", "aes"))


def seal(plain: str, *, purpose: str) -> bytes:
    """Encrypt `plain` so that only this home can read it, for this purpose."""
    return seal_bytes(plain.encode(), purpose=purpose)


def seal_bytes(plain: bytes, *, purpose: str) -> bytes:
    """Do the same for what is no text: the content of a file."""
    key = keyring.current(home.current(), SEALING, _room(purpose), suite())
    head = _FORM + bytes([_SUITES[key.suite]]) + key.number.to_bytes(2, "big")
    nonce = secrets.token_bytes(NONCE)
    return head + nonce + encrypt(key.suite, key.secret, nonce, plain, head + purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> str:
    """Return what `seal` was given.

    Raises `SealBroken` if key, purpose or bytes differ, `KeyMissing` without its key.
    """
    if sealed[:1] == _FIRST_FORM:
        return _unseal_first_form(sealed, purpose)
    return unseal_bytes(sealed, purpose=purpose).decode()


def unseal_bytes(sealed: bytes, *, purpose: str) -> bytes:
    """Return what `seal_bytes` was given. Raises `SealBroken` or `KeyMissing`."""
    if sealed[:1] != _FORM or len(sealed) < _HEAD + NONCE:
        raise SealBroken("密封格式不认识")
    head, nonce, body = sealed[:_HEAD], sealed[_HEAD : _HEAD + NONCE], sealed[_HEAD + NONCE :]
    key = keyring.numbered(home.current(), SEALING, _room(purpose), int.from_bytes(head[2:], "big"))
    try:
        return decrypt(key.suite, key.secret, nonce, body, head + purpose.encode())
    except InvalidTag:
        raise SealBroken("密封内容无法打开: 密钥或用途不符，或者内容被改动") from None


def is_under_current_key(sealed: bytes, *, purpose: str) -> bool:
    """Say whether nothing is gained by sealing this anew."""
    key = keyring.current(home.current(), SEALING, _room(purpose), suite())
    return sealed[:_HEAD] == _FORM + bytes([_SUITES[key.suite]]) + key.number.to_bytes(2, "big")


def blind_index(plain: str, *, purpose: str) -> str:
    """Return what stands for `plain` where it must be found without being read: key number and keyed digest."""
    return _indexed(keyring.current(home.current(), INDEXING, _room(purpose), suite()), plain, purpose)


def blind_indexes(plain: str, *, purpose: str) -> list[str]:
    """Return every form under which `plain` may be indexed: one for each key that there was."""
    here, room = home.current(), _room(purpose)
    return [
        _indexed(keyring.numbered(here, INDEXING, room, number), plain, purpose)
        for number in keyring.numbers(here, INDEXING, room)
    ]


def _indexed(key: DataKey, plain: str, purpose: str) -> str:
    text = purpose.encode() + b"\x00" + plain.encode()
    return f"{key.number}-{keyed_digest(key.suite, key.secret, text)}"


def _room(purpose: str) -> str:
    return purpose.partition(".")[0]


def _unseal_first_form(sealed: bytes, purpose: str) -> str:
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return _first_cipher(home.current()).decrypt(nonce, body, purpose.encode()).decode()
    except InvalidTag:
        raise SealBroken("密封内容无法打开: 密钥或用途不符，或者内容被改动") from None


@lru_cache(maxsize=4)
def _first_cipher(here: home.Home) -> AESGCM:
    return AESGCM(keys.read_key(here, _OLD_KEY))
