"""签名: Ed25519 keys of logs and witnesses, with the names and key ids of C2SP signed-note.

The only place of the ledger that touches a cryptography library. Random seeds are given from outside.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from chengxin_core.ledger.note import (
    KEY_ID_BYTES,
    Note,
    NoteMalformed,
    NoteSignature,
    decode_base64,
    require_key_name,
)

PUBLIC_KEY_BYTES = 32
SEED_BYTES = 32
TIMESTAMP_BYTES = 8


class KeyMalformed(ValueError):
    """A key string that is not of the form name+hash+base64, or whose hash is not its own."""


class NoteUnverified(ValueError):
    """A note that no known key has signed, or that carries a bad signature of a known key."""


class SignatureType(IntEnum):
    """The signature types of C2SP signed-note that we read and write."""

    ED25519 = 0x01  # a log signs its checkpoint
    COSIGNATURE = 0x04  # a witness signs that it saw the checkpoint, and when (C2SP tlog-cosignature)

    @property
    def zh(self) -> str:
        """Who signs so."""
        return "日志" if self is SignatureType.ED25519 else "见证人"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """验签公钥: a public key, the name of its holder, and what its signatures mean."""

    name: str
    public_key: bytes  # 32 bytes
    type: SignatureType = SignatureType.ED25519

    def __post_init__(self) -> None:
        """Refuse a name that no note could carry, and a key of another length."""
        _require_name(self.name)
        if len(self.public_key) != PUBLIC_KEY_BYTES:
            raise KeyMalformed(f"公钥长 {len(self.public_key)} 字节, 应当是 {PUBLIC_KEY_BYTES}")

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a signature line names this key: SHA-256(name ‖ LF ‖ type ‖ key)[:4]."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public_key).digest()[
            :KEY_ID_BYTES
        ]

    def __str__(self) -> str:
        """Return the verifier key string name+hash+base64."""
        material = base64.b64encode(bytes([self.type]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"

    @classmethod
    def from_string(cls, text: str) -> "VerifierKey":
        """Read a verifier key string; raises `KeyMalformed`."""
        name, key_id, signature_type, material = _read_key_string(text)
        key = cls(name, material, signature_type)
        if key.key_id.hex() != key_id:
            raise KeyMalformed(f"公钥“{text}”的校验值应当是 {key.key_id.hex()}")
        return key

    def verifies(self, text: str, signature: bytes) -> bool:
        """Tell whether `signature`, as a note carries it, is this key's over the note's `text`."""
        message = text.encode()
        if self.type is SignatureType.COSIGNATURE:
            message = _cosigned_message(text, int.from_bytes(signature[:TIMESTAMP_BYTES], "big"))
            signature = signature[TIMESTAMP_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """签名私钥: the seed of an Ed25519 key and the name under which it signs. Never printed by `repr`."""

    name: str
    seed: bytes = field(repr=False)  # 32 random bytes
    type: SignatureType = SignatureType.ED25519

    def __post_init__(self) -> None:
        """Refuse a name that no note could carry, and a seed of another length."""
        _require_name(self.name)
        if len(self.seed) != SEED_BYTES:
            raise KeyMalformed(f"私钥种子长 {len(self.seed)} 字节, 应当是 {SEED_BYTES}")

    @property
    def verifier_key(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self._private_key().public_key().public_bytes_raw(), self.type)

    def to_secret_string(self) -> str:
        """Return PRIVATE+KEY+name+hash+base64, the form that Go's sumdb/note reads and writes."""
        material = base64.b64encode(bytes([self.type]) + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier_key.key_id.hex()}+{material}"

    @classmethod
    def from_secret_string(cls, text: str) -> "SigningKey":
        """Read what `to_secret_string` writes; raises `KeyMalformed`, without repeating the secret."""
        if not text.startswith("PRIVATE+KEY+"):
            raise KeyMalformed("私钥应当以 PRIVATE+KEY+ 开头")
        name, key_id, signature_type, material = _read_key_string(
            text.removeprefix("PRIVATE+KEY+"), secret=True
        )
        key = cls(name, material, signature_type)
        if key.verifier_key.key_id.hex() != key_id:
            raise KeyMalformed(f"私钥“{name}”的校验值与内容不符")
        return key

    def sign(self, text: str) -> NoteSignature:
        """Sign the text of a note as a log does."""
        if self.type is not SignatureType.ED25519:
            raise KeyMalformed(f"“{self.name}”是见证人的密钥, 只能附署 (cosign)")
        return self._signature(self._private_key().sign(text.encode()))

    def cosign(self, text: str, *, posix_seconds: int) -> NoteSignature:
        """Sign the text of a checkpoint as a witness does who saw it at `posix_seconds`."""
        if self.type is not SignatureType.COSIGNATURE:
            raise KeyMalformed(f"“{self.name}”是日志的密钥, 不能附署")
        signature = self._private_key().sign(_cosigned_message(text, posix_seconds))
        return self._signature(posix_seconds.to_bytes(TIMESTAMP_BYTES, "big") + signature)

    def _signature(self, signature: bytes) -> NoteSignature:
        return NoteSignature(self.name, self.verifier_key.key_id, signature)

    def _private_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def verified_keys(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Return those of `keys` that have signed `note`; signatures of unknown keys count for nothing.

    Raises `NoteUnverified` where a known key's signature is bad or no known key has signed.
    """
    known = {(key.name, key.key_id): key for key in keys}
    verified: list[VerifierKey] = []
    for line in note.signatures:
        key = known.get((line.name, line.key_id))
        if key is None or key in verified:
            continue
        if not key.verifies(note.text, line.signature):
            raise NoteUnverified(f"“{key.name}”的签名与文本不符: 文本或签名被改动过")
        verified.append(key)
    if not verified:
        signers = "、".join(sorted({line.name for line in note.signatures}))
        raise NoteUnverified(f"没有所给公钥的签名; 文本上的签名人: {signers}")
    return tuple(verified)


def _cosigned_message(text: str, posix_seconds: int) -> bytes:
    return f"cosignature/v1\ntime {posix_seconds}\n{text}".encode()


def _read_key_string(text: str, *, secret: bool = False) -> tuple[str, str, SignatureType, bytes]:
    shown = "(私钥)" if secret else f"“{text}”"
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        material = decode_base64(encoded)
        return name, key_id, SignatureType(material[0]), material[1:]
    except (NoteMalformed, IndexError, ValueError):
        raise KeyMalformed(f"密钥{shown}不是“名称+校验值+base64”的形式, 或者种类未知") from None


def _require_name(name: str) -> None:
    try:
        require_key_name(name)
    except NoteMalformed as fault:
        raise KeyMalformed(str(fault)) from fault
