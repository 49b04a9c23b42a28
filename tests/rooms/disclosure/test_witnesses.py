"""The page that tells who witnessed the log, and when last; it says so plainly when nobody has for long."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.publishing import FEB_2, make_matter, make_publication
from tests.rooms.disclosure.conftest import Visit

from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.ground import clock
from chengxin.ground.home import Home
from chengxin_core.ledger.bundle import WITNESSES, WitnessedNote, write_witnesses
from chengxin_core.ledger.cosignature import signed_also
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import SignatureType, SigningKey

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

WITNESS = SigningKey("witness.example/w1", b"w" * 32, SignatureType.COSIGNATURE)
SILENT = SigningKey("witness.example/w2", b"v" * 32, SignatureType.COSIGNATURE)

Cosign = Callable[..., None]


@pytest.fixture
def cosign(home: Home, reference: Callable[[], str], follow: Callable[[], None]) -> Cosign:
    """A log of one entry, which witnesses may cosign."""
    matter = make_matter()
    reference()
    make_publication(matter)
    follow()

    def run(at: datetime | None = None, text: str = "") -> None:
        files = LogFiles.of(home)
        note = Note.from_bytes(files.checkpoint() or b"")
        rows = [WitnessedNote(SILENT.verifier_key, None)]
        if at is not None:
            line = WITNESS.cosign(text or note.text, posix_seconds=int(at.timestamp()))
            rows.append(WitnessedNote(WITNESS.verifier_key, signed_also(note, [line]).to_bytes()))
        files.write_if_changed(WITNESSES, write_witnesses(rows))

    return run


def test_without_witnesses_it_says_so(cosign: Cosign, visit: Visit) -> None:
    assert "还没有见证人" in visit("/log/witnesses/").text
    assert json.loads(visit("/log/witnesses/index.json").body) == {
        "last": None,
        "silent": True,
        "size": 1,
        "witnesses": [],
    }


def test_tells_who_witnessed_and_when_last(cosign: Cosign, visit: Visit) -> None:
    cosign(FEB_2)

    with clock.standing_at(FEB_2 + timedelta(days=2)):
        page, twin = visit("/log/witnesses/"), json.loads(visit("/log/witnesses/index.json").body)

    assert "最近一次联署在 2026-02-02 09:30。" in page.text
    assert page.headers["Cache-Control"] == "no-cache"
    assert twin["silent"] is False
    assert [(each["name"], each["at"], each["size"]) for each in twin["witnesses"]] == [
        ("witness.example/w1", "2026-02-02T01:30:00Z", 1),
        ("witness.example/w2", None, None),
    ]


def test_says_plainly_when_nobody_has_for_long(cosign: Cosign, visit: Visit) -> None:
    cosign(FEB_2)

    with clock.standing_at(FEB_2 + timedelta(days=2, seconds=1)):
        assert "已经超过 2 天没有见证人联署" in visit("/log/witnesses/").text
        assert "No witness has cosigned for more than 2 days" in visit("/en/log/witnesses/").text


def test_says_when_nobody_has_ever(cosign: Cosign, visit: Visit) -> None:
    cosign()

    assert "见证人还没有联署过" in visit("/log/witnesses/").text


def test_shows_nothing_that_the_witness_did_not_sign(cosign: Cosign, visit: Visit) -> None:
    cosign(FEB_2, text="其他日志\n")

    assert "见证人还没有联署过" in visit("/log/witnesses/").text


def test_the_file_lies_beside_the_log(cosign: Cosign, visit: Visit, home: Home) -> None:
    cosign(FEB_2)

    answer = visit("/log/witnesses.json")

    assert answer.body == LogFiles.of(home).read(WITNESSES)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_every_public_page_leads_there(cosign: Cosign, visit: Visit) -> None:
    assert 'href="/log/witnesses/"' in visit("/").text
    assert 'href="/en/log/witnesses/"' in visit("/en/").text
