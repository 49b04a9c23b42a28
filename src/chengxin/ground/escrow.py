"""恢复副本: all keys in one file under a passphrase, to be kept apart from the machine (paper safe, second site)."""

import base64
import json
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from chengxin.ground import keys
from chengxin.ground.home import Home

FORM = "chengxin-keys-1"
SHORTEST_PASSPHRASE = 16
_COST = 2**15  # scrypt: 32 MiB


class CopyRefused(ValueError):
    """The copy cannot be made or opened; the text says why."""


def write_copy(home: Home, place: Path, passphrase: str) -> int:
    """Write every key into `place`, closed under the passphrase; return how many.

    Raises `CopyRefused` for a weak passphrase, `KeyMissing` where a key is lost, `FileExistsError`.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise CopyRefused(f"口令应当不少于 {SHORTEST_PASSPHRASE} 个字符")
    known = keys.registered(home)
    held = {name: base64.b64encode(keys.read_key(home, name)).decode() for name in known}
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    closed = AESGCM(_key(passphrase, salt)).encrypt(nonce, json.dumps(held).encode(), FORM.encode())
    told = {
        "form": FORM,
        "keys": known,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "closed": base64.b64encode(closed).decode(),
    }
    place.touch(mode=0o600, exist_ok=False)
    place.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(held)


def recover(home: Home, place: Path, passphrase: str) -> tuple[list[str], list[str]]:
    """Put back the keys that are missing; return which were put back, and which are here and differ from the copy.

    A key that is here is never overwritten. Raises `CopyRefused` for a wrong passphrase or a file of another form.
    """
    try:
        told = json.loads(place.read_text(encoding="utf-8"))
        salt, nonce, closed = (base64.b64decode(told[part]) for part in ("salt", "nonce", "closed"))
        held = json.loads(AESGCM(_key(passphrase, salt)).decrypt(nonce, closed, FORM.encode()))
    except InvalidTag:
        raise CopyRefused("打不开恢复副本: 口令不对，或者文件被改动") from None
    except (ValueError, KeyError, TypeError):
        raise CopyRefused(f"{place.name} 不是密钥恢复副本") from None
    put_back, differing = [], []
    for name, value in held.items():
        key = base64.b64decode(value)
        if not (home.keys / name).exists():
            keys.replace_key(home, name, key)
            put_back.append(name)
        elif keys.check_value((home.keys / name).read_bytes()) != keys.check_value(key):
            differing.append(name)
    return put_back, differing


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
