"""`python -m benchmarks.static_site`: the exported site behind nginx, beside nginx's own limit for a file of that size.

Invented records are applied to a public database that is thrown away and written as static pages. One nginx with one
process answers everything, from the settings that lie in the bundle and from bare ones; wrk asks for one after the
other. What else the machine does disturbs the rate, not what a second of nginx's own processor time answers: that is
judged, best of several rounds. Aim: at least nine tenths of the limit.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from benchmarks.public_pages import PORT, Measured, measure, prepare, serving

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin")
AIM = 0.9


@dataclass(frozen=True, slots=True)
class Answered:
    """What wrk saw, and how many requests a second of nginx's processor time answered."""

    seen: Measured
    per_second_of_work: float


@click.command()
@click.option("--records", default=2000, show_default=True, help="invented records")
@click.option("--seconds", default=3, show_default=True, help="of each measurement")
@click.option(
    "--rounds", default=3, show_default=True, help="limit and ours in turn; the best of each counts"
)
def main(records: int, seconds: int, rounds: int) -> None:
    """Measure all in one run and print them beside each other."""
    if NGINX is None or shutil.which("wrk") is None:
        raise click.ClickException("nginx and wrk are needed (apt-get install nginx-light wrk)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        keys = prepare(folder, records)
        site, bare = write_site(folder / "site", keys), write_bare(folder / "bare", folder / "site", keys)
        folder.chmod(0o755)
        pages = [f"/records/{key}/" for key in keys]
        twins = [f"/records/{key}/index.json" for key in keys]
        found: list[Answered] = []
        for _ in range(rounds):
            with serving(nginx(folder, bare)):
                found.append(ask(folder, "limit: one file", ["/page.html"], seconds))
                found.append(ask(folder, "limit: as many", [f"/many/{key}.html" for key in keys], seconds))
                found.append(ask(folder, "limit: JSON", ["/page.json"], seconds))
            with serving(nginx(folder, site)):
                found.append(ask(folder, "one page", pages[:1], seconds))
                found.append(ask(folder, "pages", pages, seconds))
                found.append(ask(folder, "one JSON", twins[:1], seconds))
                found.append(ask(folder, "one ended", [f"/records/{keys[0]}0/"], seconds))
    report(found)


def ask(folder: Path, name: str, addresses: Sequence[str], seconds: int) -> Answered:
    """Measure, and look how long nginx worked for it."""
    master = psutil.Process(int((folder / "pid").read_text()))
    worked: list[float] = []
    seen = measure(name, addresses, seconds, before=lambda: worked.append(_seconds_of_work(master)))
    return Answered(seen, seen.rate * seconds / (_seconds_of_work(master) - worked[0]))


def _seconds_of_work(master: psutil.Process) -> float:
    return sum(sum(child.cpu_times()[:2]) for child in master.children())


def write_site(root: Path, keys: Sequence[str]) -> str:
    """Write the pages as `chengxin public export --site` does; return the settings that lie beside them."""
    from chengxin.doors.bundles import static_site
    from chengxin.doors.bundles.folder import Folder
    from chengxin.site import bundled

    addresses = (f"/records/{key}/{name}" for key in keys for name in ("", "index.json"))
    folder = Folder(root)
    static_site.write(folder, bundled.pages(), addresses)
    folder.write(f"ended/records/{keys[0]}0/index.html", folder.read(f"records/{keys[0]}/index.html") or b"")
    return static_site.web_server_settings(root).decode().replace("listen 8080", f"listen 127.0.0.1:{PORT}")


def write_bare(root: Path, site: Path, keys: Sequence[str]) -> str:
    """Write files of the same size as the pages; return the barest settings for them."""
    (root / "many").mkdir(parents=True)
    shutil.copy(site / "records" / keys[0] / "index.html", root / "page.html")
    shutil.copy(site / "records" / keys[0] / "index.json", root / "page.json")
    for key in keys:
        shutil.copy(site / "records" / key / "index.html", root / "many" / f"{key}.html")
    return f"server {{ listen 127.0.0.1:{PORT}; root {root}; access_log off; }}"


def nginx(folder: Path, server: str) -> list[str]:
    """Write the frame that both share, and return the words that start nginx."""
    settings = folder / "nginx.conf"
    settings.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/errors; user {folder.owner()};\n"
        f"events {{ worker_connections 1024; }}\nhttp {{ sendfile on; tcp_nopush on; {server} }}\n"
    )
    return [str(NGINX), "-p", str(folder), "-c", str(settings)]


def report(found: Sequence[Answered]) -> None:
    """Print every figure beside its limit, and whether the aim is met."""
    names = dict.fromkeys(each.seen.name for each in found)
    of = {name: [each for each in found if each.seen.name == name] for name in names}
    work = {name: max(each.per_second_of_work for each in of[name]) for name in names}
    print(f"{'':18}{'req/s':>9}{'p99 ms':>9}{'req per CPU s':>15}")
    for name in names:
        best = max((each.seen for each in of[name]), key=lambda seen: seen.rate)
        print(f"{name:18}{best.rate:9.0f}{best.slowest:9.2f}{work[name]:15.0f}")
    met = True
    for ours, limit in (("one page", "one file"), ("pages", "as many"), ("one JSON", "JSON")):
        share = work[ours] / work[f"limit: {limit}"]
        met = met and share >= AIM
        print(f"{'met' if share >= AIM else 'MISSED'}  {ours}: {share:.2f} of the limit (aim {AIM})")
    raise SystemExit(0 if met else 1)


if __name__ == "__main__":
    os.environ.setdefault("CHENGXIN_DATABASE", "")
    main()
