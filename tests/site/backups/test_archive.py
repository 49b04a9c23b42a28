"""An archive is whole, or it is refused with the name of the file that is not."""

import tarfile
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.site.backups.archive import About, ArchiveTorn, Manifest, read_manifest, unpack, writing

ABOUT = About(datetime(2026, 2, 2, 1, 30, tzinfo=UTC), "0.1.0", "sqlite", ("rules.0001_initial",), 7)
FILES = {"internal.db": b"rows" * 300, "files/ab/abc": b"%PDF", "keys/log": b"secret", "empty": b""}


def write(folder: Path) -> Path:
    sources = folder / "sources"
    place = folder / "chengxin-20260202T013000Z.tar"
    with writing(place) as writer:
        for path, data in FILES.items():
            source = sources / path
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_bytes(data)
            writer.add(path, source)
        writer.finish(ABOUT)
    return place


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("archive"))


def test_what_was_put_in_comes_out(archive: Path, tmp_path: Path) -> None:
    manifest = read_manifest(archive)

    unpack(archive, manifest, tmp_path)

    assert manifest.about == ABOUT
    assert manifest.has_keys
    assert contents(tmp_path) == FILES
    assert (tmp_path / "keys/log").stat().st_mode & 0o777 == 0o600


def test_only_its_owner_may_read_it(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_gone_meanwhile_is_left_out(tmp_path: Path) -> None:
    with writing(tmp_path / "a.tar") as writer:
        writer.add("gone", tmp_path / "gone")
        writer.finish(ABOUT)

    assert read_manifest(tmp_path / "a.tar").files == {}


def test_an_interrupted_archive_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), writing(tmp_path / "a.tar"):
        raise KeyboardInterrupt

    assert list(tmp_path.iterdir()) == []


@given(length=st.integers(min_value=0))
def test_a_shortened_archive_is_refused_by_name(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, length: int
) -> None:
    data = archive.read_bytes()
    end_of_manifest = len(data.rstrip(b"\0"))
    torn = tmp_path_factory.mktemp("torn") / "torn.tar"
    torn.write_bytes(data[: length % end_of_manifest])

    with pytest.raises(ArchiveTorn, match=r"torn\.tar"):
        read_manifest(torn)


@given(place=st.integers(min_value=0), other=st.integers(1, 255))
def test_a_changed_byte_is_refused_or_changes_no_file(
    archive: Path, tmp_path_factory: pytest.TempPathFactory, place: int, other: int
) -> None:
    data = bytearray(archive.read_bytes())
    data[place % len(data)] ^= other
    folder = tmp_path_factory.mktemp("changed")
    changed = folder / "changed.tar"
    changed.write_bytes(data)

    try:
        unpack(changed, read_manifest(changed), folder / "out")
    except ArchiveTorn:
        return
    assert contents(folder / "out") == FILES


def test_a_changed_file_is_named(archive: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.tar"
    changed.write_bytes(archive.read_bytes().replace(b"%PDF", b"%PDG"))

    with pytest.raises(ArchiveTorn, match=r"files/ab/abc 与清单的 SHA-256 不符"):
        unpack(changed, read_manifest(changed), tmp_path / "out")


@pytest.mark.parametrize("path", ["../outside", "/outside", "files/../../outside"])
def test_a_path_that_leads_outside_is_refused(tmp_path: Path, path: str) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"x")
    with writing(tmp_path / "bad.tar") as writer:
        writer.add(path, source)
        writer.finish(ABOUT)

    with pytest.raises(ArchiveTorn, match="outside"):
        unpack(tmp_path / "bad.tar", read_manifest(tmp_path / "bad.tar"), tmp_path / "in" / "out")

    assert not (tmp_path / "in" / "outside").exists()
    assert not (tmp_path / "outside").exists()


def test_a_link_is_refused(tmp_path: Path, archive: Path) -> None:
    held = read_manifest(archive).files["keys/log"]
    place = tmp_path / "link.tar"
    with tarfile.open(place, "w") as tar:
        link = tarfile.TarInfo("keys/log")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        tar.addfile(link, BytesIO())

    with pytest.raises(ArchiveTorn, match="keys/log"):
        unpack(place, Manifest(ABOUT, {"keys/log": held}), tmp_path / "out")


def test_a_file_that_is_missing_is_named(archive: Path, tmp_path: Path) -> None:
    whole = read_manifest(archive)
    more = Manifest(ABOUT, {**whole.files, "files/cd/cde": whole.files["empty"]})

    with pytest.raises(ArchiveTorn, match="缺少 files/cd/cde"):
        unpack(archive, more, tmp_path)


def test_something_else_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_text("亲爱的", encoding="utf-8")

    with pytest.raises(ArchiveTorn, match="不是备份"):
        read_manifest(tmp_path / "letter.tar")
