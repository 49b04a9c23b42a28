"""公开节点: a site that is built from a bundle alone, and can be thrown away and built again.

Nothing of the internal side is here: no database, no key, no person. Any number of nodes show the same log and need not
know of each other.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from chengxin.doors.bundles import checking, mirroring
from chengxin.doors.bundles.folder import Folder
from chengxin.doors.disclosure import operations as disclosure
from chengxin.doors.disclosure import queries
from chengxin.doors.disclosure.items import Item
from chengxin.ground import home
from chengxin.ground.home import Home
from chengxin.site.look import look
from chengxin_core.ledger.bundle import CHECKPOINT, KEYS, read_keys
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.opendata.layout import LOG, REFERENCE
from chengxin_core.rulebook import Rulebook

ITEMS_AT_ONCE = 1000


class NoPublicNode(ValueError):
    """The home is that of an installation with an internal side, or the bundle is not for this node."""


def take_in(root: Path, keys: Sequence[VerifierKey]) -> Iterator[str]:
    """Check a bundle and bring this node to where it stands, saying what was done.

    Keys that are given are believed; else those that the node was built with; else, the first time, the bundle's own.
    Withdrawals come first. Doing it again changes nothing. Raises `BundleRefused` or `NoPublicNode`.
    """
    here = home.current()
    _require_node(here)
    bundle, copy = Folder(root), Folder(here.root / "public")
    with copy.only_writer():
        known = tuple(keys) or _keys_of(copy)
        checked = checking.check(bundle, keys=known, earlier=_checkpoints_of(copy))
        _require_same_matter(bundle, here)
        whose = (
            "给出的公钥"
            if keys
            else "本节点已有的公钥"
            if known
            else "数据包自带的公钥（首次导入，请另行核对）"
        )
        yield f"核验通过: 日志 {checked.size} 条，文件 {len(checked.files)} 个；{whose}"
        call_command("migrate", database="public", verbosity=0, interactive=False)
        disclosure.index_what_is_not()
        items = (
            Item(each.index, each.entry, each.content, each.salt)
            for each in checking.told(bundle, checked.size)
        )
        fresh = list(_unknown(items))
        ended = [item for item in fresh if item.content is None]
        _apply(ended)
        mirroring.forget(copy, bundle)
        yield f"终止公示 {len(ended)} 项"
        is_new = _reference(copy) != _reference(bundle)
        mirroring.copy_files(copy, bundle, checked.files)
        if is_new or not queries.version_of_rules():
            yield _load_reference(copy)
        _apply([item for item in fresh if item.content is not None])
        yield f"公示或者更正 {len(fresh) - len(ended)} 项"
        if disclosure.draw_again(look(), *_rules(copy)):
            yield "全部页面已按现在的程序和设置重新生成"


def _require_node(here: Home) -> None:
    if here.database("internal").exists() or here.keys.exists():
        raise NoPublicNode("这个家目录有内部数据库或者密钥，不是公开节点；请另设一个 CHENGXIN_HOME")


def _require_same_matter(bundle: Folder, here: Home) -> None:
    """Refuse demo matter where the node does not say that it shows such."""
    if json.loads(bundle.read(f"{REFERENCE}about.json") or b"{}").get("is_demo") and not settings.DEMO:
        raise NoPublicNode("这是演示数据的数据包；确要展示，请设 CHENGXIN_DEMO=1 再导入和启动")


def _keys_of(copy: Folder) -> tuple[VerifierKey, ...]:
    data = copy.read(f"{LOG}{KEYS}")
    return () if data is None else read_keys(data)


def _checkpoints_of(copy: Folder) -> list[bytes]:
    note = copy.read(f"{LOG}{CHECKPOINT}")
    return [] if note is None else [note]


def _unknown(items: Iterator[Item]) -> Iterator[Item]:
    """Give the items that the node has not applied."""
    standing = queries.known_numbers()
    for item in items:
        entry = item.read()[0]
        if standing.get(entry.key, -1) < item.index:
            yield item


def _apply(items: Sequence[Item]) -> None:
    for start in range(0, len(items), ITEMS_AT_ONCE):
        disclosure.apply(items[start : start + ITEMS_AT_ONCE])


def _reference(folder: Folder) -> dict[str, bytes | None]:
    return {path: folder.read(path) for path in folder.list_files(REFERENCE)}


def _load_reference(copy: Folder) -> str:
    def read(name: str) -> Any:
        return json.loads(copy.read(f"{REFERENCE}{name}") or b"[]")

    regions = [(each["id"], each["path"], each["name"], each["level"]) for each in read("regions.json")]
    bodies = [(each["id"], each["region_path"], each["name"]) for each in read("bodies.json")]
    disclosure.load_reference(regions=regions, bodies=bodies)
    pages = disclosure.show_rules(*_rules(copy))
    periods = read("inquiries.json")  # a bundle of an earlier program has none
    disclosure.show_asked(periods)
    return (
        f"地区 {len(regions)} 个，公共机构 {len(bodies)} 家，制度规则页面 {pages} 个，"
        f"诚信查询统计 {len(periods)} 期"
    )


def _rules(copy: Folder) -> tuple[Rulebook, dict[str, Rulebook]]:
    """Return the rulebook, and those of other provinces by their names."""
    books = {
        path.removeprefix(f"{REFERENCE}rulebook").removesuffix(".json"): Rulebook.from_snapshot(
            copy.read(path) or b""
        )
        for path in sorted(copy.list_files(f"{REFERENCE}"))
        if path.startswith(f"{REFERENCE}rulebook")
    }
    ours = books.pop("")
    return ours, {name.removeprefix("-"): book for name, book in books.items()}
