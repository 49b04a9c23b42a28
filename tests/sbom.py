"""物料清单: what an installation is made of, as CycloneDX; `python -m tests.sbom FILE`, or `make sbom`.

It is read from the locks: names, versions and the hashes by which each is installed. Nothing is guessed.
"""

import json
import re
import sys
import tomllib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.contact import OrganizationalEntity
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

ROOT = Path(__file__).parents[1]
LOCKS = {"base": ComponentScope.REQUIRED, "parquet": ComponentScope.OPTIONAL}
_PINNED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class NotValid(ValueError):
    """A list that is not CycloneDX; the text says where."""


def bill_of_materials() -> Bom:
    """Return the list: the program, what the locks install beside it, what the front end is built from."""
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    program = Component(
        name=described["name"],
        version=described["version"],
        type=ComponentType.APPLICATION,
        bom_ref=described["name"],
        supplier=OrganizationalEntity(name="Chengxin"),
    )
    bom = Bom()
    bom.metadata.component = program
    parts = [*_python_parts(), *_front_end_parts()]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(program, parts)
    return bom


def as_json(bom: Bom) -> str:
    """Return the list as JSON that its schema allows. Raises `NotValid`."""
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if fault := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise NotValid(str(fault))
    return text + "\n"


def _python_parts() -> Iterator[Component]:
    seen: set[str] = set()
    for lock, scope in LOCKS.items():
        text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
        for found, following in zip(
            matches := list(_PINNED.finditer(text)), [*matches[1:], None], strict=True
        ):
            name, version = found.groups()
            if name in seen:
                continue
            seen.add(name)
            block = text[found.end() : following.start() if following else None]
            yield _component(name, version, "pypi", scope, _HASH.findall(block))


def _front_end_parts() -> Iterator[Component]:
    """What npm installs to build with, of which the styles and scripts of the pages are made."""
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for place, package in sorted(packages.items()):
        name = place.rpartition("node_modules/")[2]
        if name and not package.get("optional"):
            scope = ComponentScope.EXCLUDED if package.get("dev") else ComponentScope.REQUIRED
            algorithm, _, digest = package.get("integrity", "").partition("-")
            hashes = [HashType(alg=HashAlgorithm.SHA_512, content=b64decode(digest).hex())]
            yield _component(
                name, package["version"], "npm", scope, [], hashes if algorithm == "sha512" else []
            )


def _component(
    name: str,
    version: str,
    kind: str,
    scope: ComponentScope,
    sha256: list[str],
    hashes: list[HashType] | None = None,
) -> Component:
    namespace, _, plain = name.rpartition("/")
    address = PackageURL(type=kind, namespace=namespace or None, name=plain, version=version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        scope=scope,
        purl=address,
        bom_ref=str(address),
        hashes=hashes or [HashType(alg=HashAlgorithm.SHA_256, content=each) for each in sha256],
    )


def main(words: list[str]) -> int:
    """Write the list into the file that is named; print how long it is."""
    place, bom = Path(words[0]), bill_of_materials()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(as_json(bom), encoding="utf-8")
    print(f"{place}: {len(bom.components)} 个组成部分")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
