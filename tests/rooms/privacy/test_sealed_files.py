"""Files of a matter about a natural person are kept under seal; what an earlier program left in the clear is sealed."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.publishing import make_matter
from tests.rooms.privacy.test_persons import NAME, taken
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import ATTACHED_NAME, Attachment, Matter
from chengxin.foundation.matters.operations import attach
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import ciphers, files, keyring, keys, resealing
from chengxin.ground.attachments import Upload
from chengxin.ground.home import Home
from chengxin.site.sealing import seal_what_is_clear

__all__ = ["papers_are_not_printed"]
pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules", "papers_are_not_printed"),
]
CONTENT = f"%PDF-1.4 {NAME}".encode()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    made = Home(tmp_path)
    made.prepare()
    keys.make_key(made, ciphers.SEALING_KEY)
    yield made
    keyring.forget_opened()


@pytest.fixture
def asked(here: Home, officer_lin: Mandate, head_zhou: Mandate, monday: datetime) -> Matter:
    return taken(officer_lin, head_zhou, monday)


def left_in_the_clear(here: Home, matter: Matter, at: datetime) -> Attachment:
    digest, size = files.keep(here, [CONTENT])
    return Attachment.objects.create(
        matter=matter, name=f"{NAME}.pdf", sha256=digest, size=size, media_type="application/pdf",
        part="proof", added_at=at,
    )  # fmt: skip


def hold_the_name(here: Home) -> list[str]:
    return [
        path.name for path in here.files.rglob("*") if path.is_file() and NAME.encode() in path.read_bytes()
    ]


def test_what_is_attached_is_sealed_and_read_as_it_was(here: Home, asked: Matter, monday: datetime) -> None:
    digest, size = files.keep(here, [CONTENT], seals=True)

    (kept,) = attach(
        matter=asked, part="proof", uploads=[Upload(f"{NAME}.pdf", digest, size, "application/pdf")],
        by=None, at=monday,
    )  # fmt: skip

    assert (kept.name, kept.called, kept.size) == ("附件.pdf", f"{NAME}.pdf", len(CONTENT))
    assert files.read(here, kept.sha256) == CONTENT
    assert hold_the_name(here) == []
    assert files.keep(here, [CONTENT], seals=True) == (digest, size), "the same file is one"


def test_what_stood_in_the_clear_is_sealed_once_and_removed(
    here: Home, asked: Matter, monday: datetime
) -> None:
    old = left_in_the_clear(here, asked, monday)
    assert hold_the_name(here) == [old.sha256]

    assert (seal_what_is_clear(here), seal_what_is_clear(here)) == (1, 0)

    now = Attachment.objects.get(pk=old.pk)
    assert (now.name, now.called) == ("附件.pdf", f"{NAME}.pdf")
    assert files.read(here, now.sha256) == CONTENT
    assert hold_the_name(here) == []


def test_a_file_that_another_matter_names_too_stays_for_that_one(
    here: Home, asked: Matter, monday: datetime, housing_bureau: PublicBody
) -> None:
    old = left_in_the_clear(here, asked, monday)
    other = left_in_the_clear(here, make_matter(housing_bureau), monday)

    assert seal_what_is_clear(here) == 1

    other.refresh_from_db()
    assert (other.name, other.sha256) == (f"{NAME}.pdf", old.sha256)
    assert files.read(here, other.sha256) == CONTENT


def test_files_and_their_names_follow_when_the_key_is_rotated(
    here: Home, asked: Matter, monday: datetime
) -> None:
    digest, size = files.keep(here, [CONTENT], seals=True)
    attached = Attachment.objects.create(
        matter=asked, name="PDF", sealed_name=ciphers.seal(f"{NAME}.pdf", purpose=ATTACHED_NAME), sha256=digest,
        size=size, media_type="application/pdf", part="proof", added_at=monday,
    )  # fmt: skip
    keyring.rotate(here, keyring.SEALING, "files", ciphers.suite())
    assert list(files.under_earlier_keys(here)) == [digest]

    told = [each for each in resealing.reseal(here) if each.zh == resealing.FILES]

    assert [each.changed for each in told] == [1]
    assert list(files.under_earlier_keys(here)) == []
    assert files.read(here, digest) == CONTENT
    attached.refresh_from_db()
    assert ciphers.is_under_current_key(bytes(attached.sealed_name), purpose=ATTACHED_NAME)
    assert attached.called == f"{NAME}.pdf"
