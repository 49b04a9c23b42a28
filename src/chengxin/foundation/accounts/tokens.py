"""令牌: by which a consumer is known: its code and a secret of 256 bits, of which only a hash is kept."""

import hmac
import secrets
from hashlib import sha256

SCHEME = "Bearer "
SECRET_BYTES = 32
LONGEST = 120


def make_token(code: str) -> tuple[str, str]:
    """Return a new token of a consumer, to be shown once, and the hash that is kept of it."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return f"{code}.{secret}", hash_of(secret)


def read_header(header: str) -> tuple[str, str] | None:
    """Return code and secret out of an Authorization header; None for anything else."""
    token = header.removeprefix(SCHEME)
    code, dot, secret = token.partition(".")
    if token == header or len(token) > LONGEST or not (code and dot and secret):
        return None
    return code, secret


def is_secret_of(token_hash: str, secret: str) -> bool:
    """Say whether the secret is the one whose hash was kept, in a time that does not depend on it."""
    return hmac.compare_digest(token_hash, hash_of(secret))


def hash_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return sha256(secret.encode()).hexdigest()
