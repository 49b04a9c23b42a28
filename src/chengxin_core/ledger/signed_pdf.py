"""签名的 PDF: an answer on paper that anybody can check: nothing of it was changed, and who signed it.

The signature is the one that every PDF reader checks (CMS in the document, RSA with SHA-256). What a reader cannot know
is whose key it is: so the certificate carries a note in which the log's key says that it signs for the same house.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chengxin_core.ledger import der
from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.report import Outcome, Report, Step
from chengxin_core.ledger.signatures import NoteUnverified, SigningKey, VerifierKey, verified_keys

MARK: Final = b"%PDF-"
FORMAT: Final = "chengxin/pdf-signer/v1"
# An arc that needs no registration: 2.25 and the number of a UUID (X.667).
ENDORSEMENT: Final = x509.ObjectIdentifier("2.25.220487340163571529846130925764018352907")

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_SHA256 = bytes.fromhex("608648016503040201")
_RSA = (bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a864886f70d01010b"))
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
WHOLE, UNCHANGED, SIGNED, WHOSE = "签名覆盖全文", "内容", "签名", "签名证书"


class PdfUnsigned(ValueError):
    """A PDF without a signature that covers it whole, or with one that cannot be read."""


@dataclass(frozen=True, slots=True)
class _Signature:
    """What a PDF's signature says: of which bytes, with which certificate."""

    covered: bytes
    digest: bytes
    attributes: bytes
    value: bytes
    certificate: x509.Certificate
    key: RSAPublicKey


def is_pdf(data: bytes) -> bool:
    """Say whether the bytes begin as a PDF does."""
    return data.startswith(MARK)


def endorsement_of(public_key: RSAPublicKey, key: SigningKey) -> bytes:
    """Return the note in which a log's key says that this key signs PDFs for the same house."""
    text = canonical_bytes(_endorsed(public_key, key.name)).decode() + "\n"
    return Note(text, (key.sign(text),)).to_bytes()


def check_pdf(data: bytes, keys: Sequence[VerifierKey]) -> Report:
    """Check a signed PDF, believing only logs whose key is given. Never raises for bad input."""
    try:
        found = _read(data)
    except PdfUnsigned as fault:
        return Report((Step(WHOLE, Outcome.FAILED, str(fault)),), "")
    steps = (
        Step(WHOLE, Outcome.PASSED, f"{len(data)} 字节, 除签名值本身外全部在内"),
        _check_content(found),
        _check_signature(found),
        _check_certificate(found, keys),
    )
    return Report(steps, f"这份 PDF 由“{_name(found.certificate)}”签名, 签名以后一字未改。")


def _read(data: bytes) -> _Signature:
    ranges = _RANGE.findall(data)
    if len(ranges) != 1:
        raise PdfUnsigned("PDF 没有签名" if not ranges else f"PDF 有 {len(ranges)} 个签名, 只核验恰有一个的")
    first, before, after, rest = (int(number) for number in ranges[0])
    hole = data[before:after]
    if first != 0 or after + rest != len(data) or not re.fullmatch(rb"<[0-9A-Fa-f]*>", hole):
        raise PdfUnsigned("签名没有覆盖全文: 签名以后有内容被加入, 或者签名的范围不对")
    try:
        return _opened(data[:before] + data[after:], bytes.fromhex(hole[1:-1].decode()))
    except (der.DerMalformed, ValueError, IndexError, StopIteration, UnsupportedAlgorithm) as fault:
        raise PdfUnsigned(f"签名无法读取: {fault}") from fault


def _opened(covered: bytes, cms: bytes) -> _Signature:
    kind, content = der.read(cms).expect(der.SEQUENCE).members()
    if kind.expect(der.OBJECT_ID).inside != _SIGNED_DATA:
        raise der.DerMalformed("不是签名数据")
    members = content.expect(der.CONTEXT_0).members()[0].expect(der.SEQUENCE).members()
    certificates = next(each for each in members if each.tag == der.CONTEXT_0).members()
    (signer,) = members[-1].expect(der.SET).members()
    _, _, digest_algorithm, attributes, algorithm, value = signer.expect(der.SEQUENCE).members()[:6]
    if _identifier(digest_algorithm) != _SHA256 or _identifier(algorithm) not in _RSA:
        raise der.DerMalformed("签名算法应当是 RSA 与 SHA-256")
    certificate = x509.load_der_x509_certificate(certificates[0].whole)
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise der.DerMalformed("证书中的公钥不是 RSA 公钥")
    return _Signature(
        covered,
        _digest_in(attributes.expect(der.CONTEXT_0)),
        bytes([der.SET]) + attributes.whole[1:],  # signed as a SET, stored under a tag of its own
        value.expect(der.OCTET_STRING).inside,
        certificate,
        key,
    )


def _identifier(algorithm: der.Value) -> bytes:
    return algorithm.expect(der.SEQUENCE).members()[0].expect(der.OBJECT_ID).inside


def _digest_in(attributes: der.Value) -> bytes:
    for attribute in attributes.members():
        kind, values = attribute.expect(der.SEQUENCE).members()
        if kind.inside == _MESSAGE_DIGEST:
            return values.members()[0].expect(der.OCTET_STRING).inside
    raise der.DerMalformed("签名没有写明内容的摘要")


def _check_content(found: _Signature) -> Step:
    if sha256(found.covered).digest() != found.digest:
        return Step(UNCHANGED, Outcome.FAILED, "与签名时的摘要不符: 签名以后有改动")
    return Step(UNCHANGED, Outcome.PASSED, f"与签名时的摘要相符 (SHA-256 {found.digest.hex()[:16]}…)")


def _check_signature(found: _Signature) -> Step:
    try:
        found.key.verify(found.value, found.attributes, PKCS1v15(), SHA256())
    except InvalidSignature:
        return Step(SIGNED, Outcome.FAILED, "不是证书中的公钥所签")
    return Step(SIGNED, Outcome.PASSED, f"由证书中的公钥签署 (RSA {found.key.key_size} 位)")


def _check_certificate(found: _Signature, keys: Sequence[VerifierKey]) -> Step:
    try:
        note = Note.from_bytes(_endorsement_in(found.certificate))
        said = parse_canonical(note.text.removesuffix("\n").encode())
    except (NoteMalformed, NotCanonical, LookupError, ValueError) as fault:
        return Step(WHOSE, Outcome.FAILED, f"证书没有日志的认可: {fault}")
    origin = str(said.get("origin", "")) if isinstance(said, dict) else ""
    if said != _endorsed(found.key, origin):
        return Step(WHOSE, Outcome.FAILED, "日志认可的不是这张证书的公钥")
    if not keys:
        detail = f"没有给出公钥: 请从平台之外取得“{origin}”的公钥, 用 --key 给出"
        return Step(WHOSE, Outcome.UNCHECKED, detail)
    try:
        signed_by = verified_keys(note, keys)
    except NoteUnverified as fault:
        return Step(WHOSE, Outcome.FAILED, str(fault))
    if all(each.name != origin for each in signed_by):
        return Step(WHOSE, Outcome.FAILED, f"“{origin}”的认可没有以此为名的已知公钥的签名")
    return Step(WHOSE, Outcome.PASSED, f"“{origin}”的日志密钥认可这张证书")


def _endorsement_in(certificate: x509.Certificate) -> bytes:
    try:
        found = certificate.extensions.get_extension_for_oid(ENDORSEMENT).value
    except x509.ExtensionNotFound:
        raise LookupError("没有这一项扩展") from None
    if not isinstance(found, x509.UnrecognizedExtension):
        raise LookupError("扩展无法读取")
    return found.value


def _endorsed(public_key: RSAPublicKey, origin: str) -> dict[str, Json]:
    spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {"format": FORMAT, "key": sha256(spki).hexdigest(), "origin": origin}


def _name(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else "未写明名称的证书"
