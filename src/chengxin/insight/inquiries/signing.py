"""签名: PDFs of this house, signed so that every reader and `chengxin verify` can check them.

The key is a file among the installation's keys, made when it is first needed; its certificate carries the endorsement
of the log's key, so that whoever knows the log knows the signer.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from io import BytesIO
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from chengxin.ground import home, keys, signer
from chengxin.ground.home import Home
from chengxin_core.ledger.signed_pdf import ENDORSEMENT, endorsement_of

KEY = "pdf-signer"
FIELD = "Chengxin"
_BITS, _DAYS = 3072, 3650


@dataclass(frozen=True, slots=True)
class Signatory:
    """签名人: the private key and the certificate that says whose it is."""

    key: RSAPrivateKey
    certificate: x509.Certificate


def sign_pdf(pdf: bytes, *, reason: str, at: datetime) -> bytes:
    """Return the document with a signature over all of it; a document can be signed once."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, signers

    made = signatory(home.current(), at=at)
    with_signature = BytesIO()
    signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf)),
        PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", reason=reason, name=_name(made)),
        signer=_signer(made),
        output=with_signature,
    )
    return with_signature.getvalue()


def signatory(where: Home, *, at: datetime) -> Signatory:
    """Return the house's signatory; it is made the first time. Raises `KeyMissing` where its file was lost."""
    if not (where.keys / KEY).exists():
        keys.keep_key(where, KEY, _made(where, at))  # another process may have been first
    return _read(where, keys.read_key(where, KEY))


@lru_cache(maxsize=2)
def _read(where: Home, pem: bytes) -> Signatory:
    key = load_pem_private_key(pem, None)
    assert isinstance(key, RSAPrivateKey)
    return Signatory(key, x509.load_pem_x509_certificate(pem[pem.index(b"-----BEGIN CERTIFICATE") :]))


def _made(where: Home, at: datetime) -> bytes:
    key, log = generate_private_key(65537, _BITS), signer.log_key(where)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, log.name[:64])])
    usage = dict.fromkeys(("key_encipherment", "data_encipherment", "key_agreement"), False)
    usage |= dict.fromkeys(("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(secrets.token_bytes(16)))
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=_DAYS))
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(
            x509.UnrecognizedExtension(ENDORSEMENT, endorsement_of(key.public_key(), log)), critical=False
        )
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def _signer(made: Signatory) -> Any:
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = made.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = made.certificate.public_bytes(Encoding.DER)
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def _name(made: Signatory) -> str:
    return str(made.certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value)
