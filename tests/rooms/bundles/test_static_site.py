"""The pages as files: each is what the site answers, and a plain web server answers 410 for what ended."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.publishing import FEB_2, end
from tests.rooms.bundles.conftest import PLANTED, files_that_hold, make_publications, plant
from tests.rooms.bundles.test_node import free_port, status_of, wait_for
from tests.rooms.disclosure.conftest import Visit, visit

from chengxin.doors.bundles.static_site import file_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.site.sinks import write_bundle

__all__ = ["visit"]

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@pytest.fixture
def planted(town: PublicBody, kept: Path) -> Publication:
    publication = plant(town)
    make_publications(town, 1)
    run_sequencer(at=FEB_2)
    write_bundle(kept, with_pages=True, refresh=True)
    return publication


def addresses_of(publication: Publication) -> list[str]:
    record = f"/records/{publication.key}/"
    return [record, f"/en{record}", f"{record}index.json", f"/verify/{publication.key}/"]


LISTS = [
    "/",
    "/en/",
    "/index.json",
    "/withdrawn/",
    "/bodies/demo-1/",
    "/regions/sd-99/",
    "/regions/sd/",
    "/feed.atom",
]


def test_a_file_is_what_the_site_answers(planted: Publication, kept: Path, visit: Visit) -> None:
    for address in [*LISTS, *addresses_of(planted)]:
        assert (kept / file_of(address)).read_bytes() == visit(address).body, address

    assert (kept / "static/icon.svg").exists()
    assert (kept / f"records/{planted.key}/qr.svg").exists()
    assert PLANTED in (kept / f"records/{planted.key}/receipt.json").read_text("utf-8")


def test_files_follow_the_sequencer_without_being_asked_for_again(
    planted: Publication, kept: Path, visit: Visit
) -> None:
    end(planted)
    run_sequencer(at=FEB_2)

    for address in LISTS:
        assert (kept / file_of(address)).read_bytes() == visit(address).body, address
    for address in addresses_of(planted):
        assert not (kept / file_of(address)).exists()
        assert (kept / "ended" / file_of(address)).read_bytes() == visit(address).body
    assert files_that_hold([PLANTED.encode()], kept) == set()


@pytest.fixture
def port(kept: Path, planted: Publication, tmp_path: Path) -> Iterator[int]:
    """A plain nginx with nothing but the settings that lie in the bundle."""
    if NGINX is None:
        if os.environ.get("CHENGXIN_REQUIRE_ALL") == "1":
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    chosen = free_port()
    site = (kept / ".site/nginx.conf").read_text("utf-8").replace("listen 8080", f"listen 127.0.0.1:{chosen}")
    (tmp_path / "site.conf").write_text(site, "utf-8")
    (tmp_path / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {tmp_path}/pid; error_log {tmp_path}/errors;\n"
        f"user {owner_of(kept)};\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    )
    running = subprocess.Popen([NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")])
    try:
        wait_for(chosen)
        yield chosen
    finally:
        running.terminate()
        running.wait(20)


def owner_of(folder: Path) -> str:
    return folder.owner()


def test_nginx_shows_pages_and_answers_410_for_what_ended(
    port: int, planted: Publication, kept: Path, visit: Visit
) -> None:
    for address in [*LISTS, *addresses_of(planted), "/log/checkpoint", "/catalog.jsonld", "/static/icon.svg"]:
        assert status_of(port, address)[0] == 200, address

    end(planted)
    run_sequencer(at=FEB_2)

    for address in addresses_of(planted):
        assert status_of(port, address) == (410, visit(address).text), address
    for address in ("/.site/nginx.conf", "/.lock", "/records/0/", "/desk/", f"/ended/records/{planted.key}/"):
        assert status_of(port, address)[0] == 404, address
