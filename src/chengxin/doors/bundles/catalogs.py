"""目录更新: the catalogues above every file that was touched, up to the one at the top, and its seal."""

from collections.abc import Iterable

from chengxin.doors.bundles.folder import Folder
from chengxin_core.opendata.catalog import Catalog, Named, Standing, ancestors
from chengxin_core.opendata.layout import CATALOG, CATALOGUED, FEED, SITEMAP


def is_catalogued(path: str) -> bool:
    """Tell whether catalogues name this file."""
    return path.startswith(CATALOGUED) or path in (FEED, SITEMAP)


def place_of(folder: str) -> str:
    """Return where the catalogue of a folder lies.

    >>> place_of(""), place_of("bulk/record")
    ('catalog.jsonld', 'bulk/record/catalog.jsonld')
    """
    return f"{folder}/{CATALOG}".lstrip("/")


def update(folder: Folder, paths: Iterable[str], standing: Standing) -> bytes:
    """Name what these paths hold now in every catalogue above them; return the one at the top."""
    touched = {path for path in paths if is_catalogued(path) and not path.endswith(CATALOG)}
    opened: dict[str, Catalog] = {}
    for path in sorted(touched):
        parent, name = next(ancestors(path))
        _note(_opened(folder, opened, parent).files, name, folder.read(path))
    for place in sorted(
        {above for path in touched for above, _ in ancestors(path)}, key=_depth, reverse=True
    ):
        if not place:
            continue
        catalog = _opened(folder, opened, place)
        data = None if catalog.is_empty else catalog.to_bytes()
        if data is None:
            folder.remove(place_of(place))
        else:
            folder.write(place_of(place), data)
        parent, name = next(ancestors(place))
        _note(_opened(folder, opened, parent).folders, name, data)
    top = _opened(folder, opened, "").to_bytes(standing)
    folder.write(CATALOG, top)
    return top


def _opened(folder: Folder, opened: dict[str, Catalog], place: str) -> Catalog:
    if place not in opened:
        data = folder.read(place_of(place))
        opened[place] = Catalog(place) if data is None else Catalog.from_bytes(place, data)
    return opened[place]


def _note(names: dict[str, Named], name: str, data: bytes | None) -> None:
    if data is None:
        names.pop(name, None)
    else:
        names[name] = Named.of(data)


def _depth(place: str) -> int:
    return place.count("/") + bool(place)
