"""承诺值: a fingerprint of content that stays public when the content is gone, and then tells nothing.

HMAC-SHA-256, keyed with a salt of 32 random bytes that is used for one version only. Why so:

- A bare hash would let anyone confirm a guess, and what is published here can be guessed (a body, a case
  number). Without its key an HMAC is a random number to everyone; once the salt is destroyed, no guess can
  be tested any more.
- The label keeps these numbers apart from every other use of the same hash; the length in front of the
  content leaves one way only to read what was committed to; the one permitted length of the salt leaves no
  two salts that act as the same key.
- Two contents with one commitment would be a collision of SHA-256: the publisher cannot change its story.
"""

import hmac
from hashlib import sha256

SALT_BYTES = 32
LABEL = b"chengxin/commitment/v1\x00"


class SaltRefused(ValueError):
    """A salt that is not 32 bytes long."""


def commit(content: bytes, salt: bytes) -> bytes:
    """Return the commitment (32 bytes) to canonical bytes of content under `SALT_BYTES` random bytes.

    >>> commit(b"{}", bytes(32)).hex()[:16]
    '7ad6b91f8a2ec6a4'

    Raises `SaltRefused` when the salt has another length.
    """
    if len(salt) != SALT_BYTES:
        raise SaltRefused(f"盐长 {len(salt)} 字节, 应当是 {SALT_BYTES} 字节的随机数")
    return hmac.digest(salt, LABEL + len(content).to_bytes(8, "big") + content, sha256)


def is_commitment_to(commitment: bytes, content: bytes, salt: bytes) -> bool:
    """Tell whether `commitment` was made from these bytes of content and this salt."""
    return hmac.compare_digest(commitment, commit(content, salt))
