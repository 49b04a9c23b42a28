"""`python -m benchmarks.static_site`: the exported site behind nginx, beside nginx's own limit for the same files.

Invented records are applied to a public database that is thrown away and written as static pages. One nginx with one
process answers the same addresses from the same files twice: by the settings that lie in the bundle, and by bare ones
which keep open files as long. So both arms send the same bytes but for our headers (policy, no-cache, no-sniff). What
else the machine does disturbs the rate, not what a second of nginx's own processor time answers: that is judged, best
of several rounds in turn. Aim: at least nine tenths of the limit.
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
BARE = "access_log off; open_file_cache max=4000 inactive=2s; open_file_cache_valid 1s;"


@dataclass(frozen=True, slots=True)
class Answered:
    """What wrk saw, and how many requests a second of nginx's processor time answered."""

    seen: Measured
    per_second_of_work: float


@click.command()
@click.option("--records", default=2000, show_default=True, help="invented records")
@click.option("--seconds", default=2, show_default=True, help="of each measurement")
@click.option(
    "--rounds", default=5, show_default=True, help="limit and ours in turn; the best of each counts"
)
def main(records: int, seconds: int, rounds: int) -> None:
    """Measure all in one run and print them beside each other."""
    if NGINX is None or shutil.which("wrk") is None:
        raise click.ClickException("nginx and wrk are needed (apt-get install nginx-light wrk)")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        keys = prepare(folder, records)
        site, bare = write_site(folder / "site", keys), bare_settings(folder / "site")
        folder.chmod(0o755)
        pages = [f"/records/{key}/" for key in keys]
        twins = [f"/records/{key}/index.json" for key in keys]
        found: list[Answered] = []
        for _ in range(rounds):
            for name, settings in (("limit", bare), ("ours", site)):
                with serving(nginx(folder, settings)):
                    found.append(ask(folder, f"{name}: one page", pages[:1], seconds))
                    found.append(ask(folder, f"{name}: pages", pages, seconds))
                    found.append(ask(folder, f"{name}: JSON", twins, seconds))
            with serving(nginx(folder, site)):
                found.append(ask(folder, "ours: one ended", [f"/records/{keys[0]}0/"], seconds))
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


def bare_settings(root: Path) -> str:
    """Return the barest settings that answer the same addresses."""
    return f"server {{ listen 127.0.0.1:{PORT}; root {root}; types {{ text/html html; }} {BARE} }}"


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
    for what in ("one page", "pages", "JSON"):
        share = work[f"ours: {what}"] / work[f"limit: {what}"]
        met = met and share >= AIM
        print(f"{'met' if share >= AIM else 'MISSED'}  {what}: {share:.2f} of the limit (aim {AIM})")
    raise SystemExit(0 if met else 1)


if __name__ == "__main__":
    os.environ.setdefault("CHENGXIN_DATABASE", "")
    main()
