"""本人的话: what a person wrote in an objection, report or request is sealed at rest, and read as it was written."""

from chengxin.ground.ciphers import seal, unseal

OWN_WORDS = "officials.own_words"


def seal_words(text: str) -> bytes:
    """Return the words as they are stored."""
    return seal(text, purpose=OWN_WORDS)


def words_of(sealed: bytes) -> str:
    """Return what the person wrote. Raises `SealBroken` or `KeyMissing`."""
    return unseal(sealed, purpose=OWN_WORDS)
