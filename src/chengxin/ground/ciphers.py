"""密封: authenticated encryption of what names a natural person.

AES-256-GCM; the stored form is one version byte, a 96-bit random nonce, then ciphertext and tag. The purpose is
authenticated with it, so a value sealed for one column cannot be read as another.
"""

import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chengxin.ground import home, keys

SEALING_KEY = "sealing"
_AES_GCM = b"\x01"
_NONCE = 12


class SealBroken(ValueError):
    """The sealed bytes were not made by this key for this purpose, or were changed."""


def seal(plain: str, *, purpose: str) -> bytes:
    """Encrypt `plain` so that only this home can read it, for this purpose."""
    nonce = secrets.token_bytes(_NONCE)
    return _AES_GCM + nonce + _cipher().encrypt(nonce, plain.encode(), purpose.encode())


def unseal(sealed: bytes, *, purpose: str) -> str:
    """Return what `seal` was given; raise `SealBroken` if key, purpose or bytes differ."""
    version, nonce, body = sealed[:1], sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    if version != _AES_GCM:
        raise SealBroken("密封格式不认识")
    try:
        return _cipher().decrypt(nonce, body, purpose.encode()).decode()
    except InvalidTag:
        raise SealBroken("密封内容无法打开: 密钥或用途不符，或者内容被改动") from None


@lru_cache(maxsize=1)
def _cipher() -> AESGCM:
    return AESGCM(keys.read_key(home.current(), SEALING_KEY))
