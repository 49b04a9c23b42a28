"""制度规则: the law as dated TOML, one folder an issuer.

Keeps      national/ and shandong/: documents, clocks, gates, parameters and lists with their citations; beside
           them what is ours: defaults, remedies, severity. Other provinces stand beside shandong/, to compare.
Promises   each entry has its rule id, its confidence and a line in our own words; no text of law is copied.
Refuses    to fill a list whose official content was not read: such a list is empty; what stands in
           demo_lists.toml says `demo = true` and is left out unless asked for.
Start at   rulebook_sources, then shandong/credit_regulation.toml.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable

HOME = "shandong"


def rulebook_sources(province: str = HOME) -> dict[str, bytes]:
    """Return what is ours, national law and the law of one province, by file name, as `shandong/measures.toml`.

    Raises `LookupError` for a province that is not shipped.
    """
    if province not in provinces():
        raise LookupError(f"没有收录 {province} 的规则，收录的有 {'、'.join(provinces())}")
    return {
        name: file.read_bytes()
        for name, file in _files(files(__name__), "")
        if name.rpartition("/")[0] in ("", "national", province)
    }


def provinces() -> tuple[str, ...]:
    """Return the provinces and cities whose rules are shipped, ours first; the others serve to compare."""
    folders = {name.partition("/")[0] for name, _ in _files(files(__name__), "") if "/" in name}
    return (HOME, *sorted(folders - {"national", HOME}))


def _files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            found.append((f"{prefix}{entry.name}", entry))
    return found
