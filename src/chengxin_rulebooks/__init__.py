"""制度规则: the law as dated TOML, one folder an issuer.

Keeps      national/ and shandong/: documents, clocks, parameters and lists with their citations; beside them
           what is ours: defaults, remedies, severity.
Promises   each entry has its rule id, its confidence and a line in our own words; no text of law is copied.
Refuses    to fill a list whose official content was not read: such a list is empty; what stands in
           demo_lists.toml says `demo = true` and is left out unless asked for.
Start at   rulebook_sources, then shandong/credit_regulation.toml.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable


def rulebook_sources() -> dict[str, bytes]:
    """Return every shipped file by its name from here, as `shandong/measures.toml`."""
    return {name: file.read_bytes() for name, file in _files(files(__name__), "")}


def _files(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            found += _files(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".toml"):
            found.append((f"{prefix}{entry.name}", entry))
    return found
