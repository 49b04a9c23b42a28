"""An answer on paper: any reader and our verifier say that nothing was changed, and whose it is."""

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rooms.inquiries.cases import about_body
from tests.rooms.inquiries.conftest import ORIGIN

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import keys, signer
from chengxin.ground.home import Home
from chengxin.insight.inquiries.papers import signed_answer
from chengxin.insight.inquiries.signing import KEY, signatory
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.signed_pdf import check_pdf
from chengxin_verify.cli import main

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules")]
STRANGER = SigningKey("log.elsewhere", b"\x07" * 32).verifier_key


@pytest.fixture
def paper(house: Home, housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime) -> bytes:
    return signed_answer(about_body(housing_bureau, owner_cao, monday), at=monday)


@pytest.fixture
def vkey(house: Home) -> str:
    return str(signer.log_key(house).verifier_key)


def test_our_verifier_says_that_it_is_whole_and_whose_it_is(
    paper: bytes, vkey: str, tmp_path: Path, capsys: Any
) -> None:
    file = tmp_path / "answer.pdf"
    file.write_bytes(paper)

    code = main([str(file), "--key", vkey])

    told = capsys.readouterr().out
    assert code == 0
    assert told.count("✓") == 4
    assert ORIGIN in told
    assert main([str(file)]) == 2
    assert main([str(file), "--key", str(STRANGER)]) == 1


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="poppler-utils is not on this machine")
def test_an_ordinary_reader_finds_the_signature_valid(paper: bytes, tmp_path: Path) -> None:
    file = tmp_path / "answer.pdf"
    file.write_bytes(paper)

    told = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid" in told
    assert "Total document signed" in told
    assert ORIGIN in told


somewhere = st.floats(0, 1, exclude_max=True)


def hole_of(paper: bytes) -> tuple[int, int]:
    """Where the value of the signature stands, and where it ends."""
    _, before, after, _ = (int(number) for number in re.findall(rb"/ByteRange \[(.*?)\]", paper)[0].split())
    return before, after


def flipped(paper: bytes, at: int, other: int) -> bytes:
    return paper[:at] + bytes([paper[at] ^ other]) + paper[at + 1 :]


@given(place=somewhere, other=st.integers(1, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_of_the_document_can_be_changed(paper: bytes, house: Home, place: float, other: int) -> None:
    before, after = hole_of(paper)
    at = int(place * (len(paper) - (after - before)))
    changed = flipped(paper, at if at < before else at + after - before, other)

    assert check_pdf(changed, [signer.log_key(house).verifier_key]).outcome is Outcome.FAILED


@given(place=somewhere, other=st.integers(1, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_place_of_the_signature_is_told_and_never_raises(
    paper: bytes, place: float, other: int
) -> None:
    before, after = hole_of(paper)

    told = check_pdf(flipped(paper, before + int(place * (after - before)), other), [STRANGER])

    assert told.outcome is Outcome.FAILED


@pytest.mark.parametrize("more", ["x", "%%EOF", "/ByteRange [0 1 2 3]"])
def test_nothing_can_be_added(paper: bytes, more: str, house: Home) -> None:
    assert check_pdf(paper + more.encode(), [signer.log_key(house).verifier_key]).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "data", ["", "/ByteRange [0 5 6 2]<30>12", "/ByteRange [0 9 9 9]", "/ByteRange [0 29 33 0]     <30>"]
)
def test_what_is_no_signed_pdf_is_told_so(data: str) -> None:
    assert check_pdf(b"%PDF-" + data.encode(), []).outcome is Outcome.FAILED


def test_a_lost_key_is_not_replaced_in_silence(house: Home, monday: datetime) -> None:
    signatory(house, at=monday)
    (house.keys / KEY).unlink()

    with pytest.raises(keys.KeyMissing, match=KEY):
        signatory(house, at=monday)


def test_the_key_is_its_owners_alone(paper: bytes, house: Home) -> None:
    assert (house.keys / KEY).stat().st_mode & 0o777 == 0o600
    assert KEY in keys.registered(house)
