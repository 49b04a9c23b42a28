"""签名人: the key with which this installation signs its log. The origin of the log is the key's name.

One file in the keys' folder, in the form of C2SP signed-note; the origin is fixed when the key is made,
because a log that changed its name would be another log.
"""

import secrets

from chengxin.ground import keys
from chengxin.ground.home import Home
from chengxin_core.ledger.signatures import SEED_BYTES, SigningKey

LOG_KEY = "log"


def make_log_key(home: Home, *, origin: str) -> bool:
    """Make the log's key under `origin` (a URL without scheme) unless there is one; say if one was made."""
    key = SigningKey(origin, secrets.token_bytes(SEED_BYTES))
    return keys.keep_key(home, LOG_KEY, key.to_secret_string().encode())


def log_key(home: Home) -> SigningKey:
    """Return the log's key; raise `KeyMissing`, saying what mends it."""
    return SigningKey.from_secret_string(keys.read_key(home, LOG_KEY).decode())
