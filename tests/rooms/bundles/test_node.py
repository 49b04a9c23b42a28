"""A node is built from a bundle alone, refuses one with a fault, and serves without anything internal."""

import os
import shutil
import socket
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest
from tests.publishing import FEB_2, end, later, make_review, matter_of, record_body
from tests.rooms.bundles.conftest import PLANTED, Export, files_that_hold, make_publications, plant

from chengxin.doors.bundles.checking import BundleRefused
from chengxin.doors.disclosure import queries, results
from chengxin.doors.disclosure.models import Document, Gone, Page, Posting, Region, Searched, Tally
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.models import Anchor, LogEntry
from chengxin.foundation.transparency.operations import correct
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin.ground.keys import REGISTER
from chengxin.site import node
from chengxin_core.ledger.entry import Event

ROOT = Path(__file__).parents[3]
without_proxy = build_opener(ProxyHandler({}))

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

Take = Callable[[Path], list[str]]


@pytest.fixture
def take(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Take:
    """Takes a bundle in, in a home of a node; the first time the public database is emptied."""
    place = tmp_path_factory.mktemp("node")
    emptied: list[bool] = []

    def run(bundle: Path) -> list[str]:
        if not emptied:
            for model in (Document, Gone, Page, Posting, Region, Searched, Tally):
                model.objects.all().delete()
            emptied.append(True)
        with monkeypatch.context() as patched:
            patched.setenv("CHENGXIN_HOME", str(place))
            return list(node.take_in(bundle, ()))

    return run


def found(text: str) -> list[Document]:
    return results.results_of(results.Asked(text)).documents


def pages() -> dict[str, bytes]:
    return {page.path: bytes(page.body) for page in Page.objects.all()}


@pytest.mark.own_sql
def test_a_node_shows_what_the_house_shows(
    town: PublicBody, export: Export, bundle: Path, take: Take
) -> None:
    publications = make_publications(town, 3)
    export()
    end(publications[1])
    export()
    ours = pages()

    take(bundle)

    assert {path: body for path, body in pages().items() if path in ours} == ours
    assert len(found("记录第")) == 2
    assert queries.version_of_rules()


@pytest.mark.own_sql
def test_a_node_takes_the_anchor_of_the_audit_in_the_log_and_shows_nothing_of_it(
    town: PublicBody, export: Export, bundle: Path, take: Take
) -> None:
    make_publications(town, 1)
    LogEntry.objects.create(
        anchor=Anchor.objects.create(
            thing="audit_chain", key="a0" * 16, place=7, link=b"a" * 32, day=FEB_2.date()
        ),
        version=1,
        event=Event.ANCHORED,
        at=FEB_2,
        commitment=b"a" * 32,
    )
    make_publications(town, 1)
    export()

    told = take(bundle)

    assert "公示或者更正 2 项" in told
    assert not any(b"a0a0a0" in body for body in pages().values())


@pytest.mark.own_sql
def test_taking_in_again_changes_nothing(town: PublicBody, export: Export, bundle: Path, take: Take) -> None:
    make_publications(town, 2)
    export()
    take(bundle)
    before = {page.path: (page.pk, bytes(page.body)) for page in Page.objects.all()}

    told = take(bundle)

    assert told[1:] == ["终止公示 0 项", "公示或者更正 0 项"]
    assert {page.path: (page.pk, bytes(page.body)) for page in Page.objects.all()} == before


@pytest.mark.own_sql
def test_a_second_round_over_the_gap_brings_ends_and_corrections(
    town: PublicBody,
    export: Export,
    bundle: Path,
    take: Take,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planted, (other,) = plant(town), make_publications(town, 1)
    export()
    take(carried(bundle, tmp_path / "first"))
    assert len(found(PLANTED)) == 1

    monkeypatch.setattr(plugs, "_sinks", {})  # from here on the public database is the node's
    end(planted)
    correct(
        publication=other,
        body=record_body(matter_of(other), title="更正后的标题"),
        why="标题有误",
        review=make_review(matter_of(other), at=later()),
        at=later(),
    )
    make_publications(town, 1, start=7)
    export()
    told = take(carried(bundle, tmp_path / "second"))

    assert told[1:] == ["终止公示 1 项", "公示或者更正 2 项"]
    assert {document.title for document in Document.objects.all()} == {"更正后的标题", "记录第7号"}
    assert found(PLANTED) == []


def carried(bundle: Path, place: Path) -> Path:
    """Carry a bundle over the air gap as one archive, and unpack it elsewhere."""
    archive = place.with_suffix(".tar")
    with tarfile.open(archive, "w") as tar:
        tar.add(bundle, arcname="bundle")
    with tarfile.open(archive) as tar:
        tar.extractall(place, filter="data")
    return place / "bundle"


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a content that was changed": (
        lambda root: change(next((root / "log/contents").rglob("*.json")), "一百二十万", "一百二十一万"),
        r"contents/[0-9a-f]{32}/1\.json 与承诺值不符",
    ),
    "a content that is missing": (
        lambda root: next((root / "log/contents").rglob("*.json")).unlink(),
        r"contents/[0-9a-f]{32}/1\.json 缺失",
    ),
    "a content that must be gone": (
        lambda root: (root / "log/contents/extra.json").write_text("{}"),
        "contents/extra.json 不应存在",
    ),
    "a tile that was changed": (
        lambda root: change(root / "log/tile/entries/000.p/2", "published", "corrected"),
        "分块 tile/0/000.p/2 与由条目重算的不同",
    ),
    "a row that was changed": (
        lambda root: change(root / "bulk/record/00/00/00.csv", "一百二十万", "一百二十一万"),
        "bulk/record/00/00/00.csv 与目录不符: 有 [0-9]+ 字节",
    ),
    "a rulebook that was changed, with its catalogues": (
        lambda root: change(root / "catalog.jsonld", '"dcat:byteSize":', '"dcat:byteSize": '),
        "封签写的是",
    ),
    "a file that nobody named": (
        lambda root: (root / "bulk/record/00/00/07.csv").write_text("key"),
        "bulk/record/00/00/07.csv 不在目录中",
    ),
    "no seal": (lambda root: (root / "catalog.note").unlink(), "没有封签"),
}


def change(file: Path, found: str, other: str) -> None:
    data = file.read_bytes()
    assert found.encode() in data
    file.write_bytes(data.replace(found.encode(), other.encode(), 1))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bundle_with_a_fault_is_refused_and_the_fault_named(
    fault: str, town: PublicBody, export: Export, bundle: Path, take: Take
) -> None:
    make_publications(town, 2)
    export()
    spoil, words = FAULTS[fault]
    spoil(bundle)

    with pytest.raises(BundleRefused, match=words):
        take(bundle)

    assert not Document.objects.exists()


def test_an_older_bundle_is_refused(
    town: PublicBody, export: Export, bundle: Path, take: Take, tmp_path: Path
) -> None:
    make_publications(town, 1)
    export()
    older = carried(bundle, tmp_path / "older")
    make_publications(town, 1, start=1)
    export()
    take(bundle)

    with pytest.raises(BundleRefused, match="日志曾有 2 条, 现在只有 1 条"):
        take(older)


def test_a_bundle_of_another_key_is_refused_once_the_node_knows_ours(
    town: PublicBody,
    export: Export,
    bundle: Path,
    take: Take,
    home: Home,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    make_publications(town, 1)
    export()
    take(bundle)
    shutil.rmtree(home.root / "public" / "log")
    shutil.rmtree(bundle)
    for place in (home.keys / "log", home.root / REGISTER):
        place.unlink()
    signer.make_log_key(home, origin="chengxin.example/log")
    export()

    with pytest.raises(BundleRefused, match="检查点签名"):
        take(bundle)


def test_a_home_with_an_internal_side_is_no_node(town: PublicBody, export: Export, bundle: Path) -> None:
    make_publications(town, 1)
    export()

    with pytest.raises(node.NoPublicNode, match="不是公开节点"):
        list(node.take_in(bundle, ()))


def test_a_process_with_nothing_but_the_bundle_serves(
    town: PublicBody, export: Export, bundle: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    planted = plant(town)
    export()
    place = tmp_path_factory.mktemp("machine")
    environment = os.environ | {"CHENGXIN_HOME": str(place), "CHENGXIN_DATABASE": ""}
    program = [sys.executable, "-m", "chengxin", "public"]
    taken = subprocess.run(
        [*program, "import", str(bundle)], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert taken.returncode == 0, taken.stderr
    port = free_port()

    served = subprocess.Popen(
        [*program, "serve", "--port", str(port), "--workers", "1"], env=environment, cwd=ROOT
    )
    try:
        wait_for(port)
        assert status_of(port, "/healthz")[0] == 200
        assert status_of(port, "/readyz")[0] == 200
        assert PLANTED in status_of(port, f"/records/{planted.key}/")[1]
        assert PLANTED in status_of(port, "/en/search/?q=%E9%BA%92%E9%BA%9F")[1]
        assert status_of(port, f"/records/{planted.key}/receipt.json")[0] == 200
        assert status_of(port, "/log/checkpoint")[0] == 200
        assert status_of(port, "/catalog.jsonld")[0] == 200
        assert status_of(port, "/bulk/record/00/00/00.csv")[0] == 200
        assert status_of(port, "/rules/")[0] == 200
        for address in ("/desk/", "/en/desk/", "/accounts/login/", "/desk/imports/", "/bulk/../keys/log"):
            assert status_of(port, address)[0] == 404, address
    finally:
        served.terminate()
        assert served.wait(20) == 0
    assert {entry.name for entry in place.iterdir()} <= {
        "public",
        "public.db",
        "public.db-wal",
        "public.db-shm",
    }

    end(planted)
    export()
    subprocess.run(
        [*program, "import", str(bundle)], env=environment, cwd=ROOT, check=True, capture_output=True
    )
    assert files_that_hold([PLANTED.encode()], place) == set()


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


def status_of(port: int, address: str) -> tuple[int, str]:
    try:
        with without_proxy.open(f"http://127.0.0.1:{port}{address}", timeout=30) as answer:
            return answer.status, answer.read().decode("utf-8", "replace")
    except HTTPError as fault:
        with fault:
            return fault.code, fault.read().decode("utf-8", "replace")
