"""Builds seen.tsv: names of bodies met in public sources, each with the body it means or as one of its own.

An id once given to a body of its own is kept.

python -m chengxin_reference.bodies.build FOLDER_OF_NAMES
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from chengxin_core.names import NameIndex, Resolved, normal_form, resolve, split_name
from chengxin_reference.bodies import bodies, known_bodies
from chengxin_reference.divisions import LISTED_ON, known_regions, outside_places

HERE = Path(__file__).parent
PROVINCE = "r00001"


def names_seen(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Name, credit code or '', and where it was met."""
    with (folder / "sd_public_bodies_seen.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["name"], "", row["domain"] or "公开名录"
    with (folder / "sd_open_data_catalogue_56.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["source_department"], "", "data.sd.gov.cn"
    for entry in json.loads((folder / "credit_codes_seen.json").read_text("utf-8")):
        if entry["normalised"].startswith("1137"):
            yield entry["name"].partition("(")[0], entry["normalised"], "政府网站标识码"


def main(folder: Path, target: Path = HERE / "seen.tsv") -> None:
    """Write seen.tsv, a line for each body: id, region, name, credit code, where met."""
    kept = {line.split("\t")[2]: line.split("\t")[0] for line in target.read_text("utf-8").splitlines()}
    last = max((int(id_[1:]) for id_ in kept.values() if id_.startswith("i")), default=0)
    target.write_text("", "utf-8")
    bodies.cache_clear()
    index = NameIndex.build(known_regions(), known_bodies(), outside_places())
    lines: dict[str, tuple[str, str, str, str]] = {}
    for name, code, where in names_seen(folder):
        found = resolve(name, on=LISTED_ON, index=index)
        if isinstance(found, Resolved):
            body = index.bodies[found.body_id]
            before = lines.get(body.id, ("", "", "", where))
            lines[body.id] = (body.region or "", body.name, code or before[2], before[3])
        elif _stands_alone(name, index) and normal_form(name) not in {line[1] for line in lines.values()}:
            id_ = kept.get(normal_form(name), "")
            if not id_:
                last += 1
                id_ = f"i{last:04d}"
            lines[id_] = (_region(name, index), normal_form(name), code, where)
    rows = ("\t".join((id_, *line)) for id_, line in sorted(lines.items()))
    target.write_text("\n".join(rows) + "\n", "utf-8")


def _stands_alone(name: str, index: NameIndex) -> bool:
    """A whole name of a body, neither a place alone nor a part of a body."""
    return (
        bool(split_name(name, index).kind) and not name.endswith(("机关", "部门", "部")) and name[0] != "市"
    )


def _region(name: str, index: NameIndex) -> str:
    """The city that the name begins with, or the province."""
    cities = (region for region in index.regions.values() if region.rank == 2)
    return next((city.id for city in cities if name.startswith(tuple(n.text for n in city.names))), PROVINCE)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
