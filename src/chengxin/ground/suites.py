"""密码套件: AES-256-GCM with HMAC-SHA-256, or the national SM4-GCM with HMAC-SM3 (policy T-47)."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chengxin_core.vocabulary import Term

NONCE = 12
_TAG = 16


class Suite(Term):
    """密码套件."""

    AES = "aes", "AES-256-GCM、HMAC-SHA-256"
    SM4 = "sm4", "SM4-GCM、HMAC-SM3"

    @property
    def key_bytes(self) -> int:
        """How long a key of this suite is."""
        return 16 if self is Suite.SM4 else 32


def encrypt(suite: Suite, key: bytes, nonce: bytes, plain: bytes, bound: bytes) -> bytes:
    """Return ciphertext and tag; `bound` is authenticated with it and must be given again to read it."""
    if suite is Suite.AES:
        return AESGCM(key).encrypt(nonce, plain, bound)
    sealing = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(bound)
    return sealing.update(plain) + sealing.finalize() + sealing.tag


def decrypt(suite: Suite, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Return what `encrypt` was given; raise `InvalidTag` if key, nonce, bytes or `bound` differ."""
    if suite is Suite.AES:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    if len(sealed) < _TAG:
        raise InvalidTag
    opening = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-_TAG:])).decryptor()
    opening.authenticate_additional_data(bound)
    return opening.update(sealed[:-_TAG]) + opening.finalize()


def keyed_digest(suite: Suite, key: bytes, text: bytes) -> str:
    """Return the keyed digest of a text in hex: HMAC-SHA-256 or HMAC-SM3."""
    digest = hmac.HMAC(key, hashes.SM3() if suite is Suite.SM4 else hashes.SHA256())
    digest.update(text)
    return digest.finalize().hex()
