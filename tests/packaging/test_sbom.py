"""The bill of materials is CycloneDX, and holds all that the locks install and nothing else."""

import json
import re
from pathlib import Path

import pytest
from cyclonedx.output.json import JsonV1Dot6
from tests import sbom
from tests.sbom import ROOT, NotValid, as_json, bill_of_materials, main


@pytest.fixture(scope="module")
def listed() -> dict[str, dict[str, object]]:
    parts = json.loads(as_json(bill_of_materials()))["components"]
    return {part["purl"]: part for part in parts}


def test_holds_every_release_that_the_locks_install(listed: dict[str, dict[str, object]]) -> None:
    locked = {
        (name.lower(), version)
        for lock in ("base", "parquet")
        for name, version in re.findall(
            r"^([\w.-]+)==(\S+)", (ROOT / f"requirements/{lock}.lock").read_text(), re.MULTILINE
        )
    }
    told = {(str(part["name"]).lower(), part["version"]) for purl, part in listed.items() if "pypi" in purl}

    assert told == locked


def test_every_part_has_its_hash(listed: dict[str, dict[str, object]]) -> None:
    assert [purl for purl, part in listed.items() if not part.get("hashes")] == []


def test_what_is_only_tested_with_is_not_in_it(listed: dict[str, dict[str, object]]) -> None:
    assert not [purl for purl in listed if "pytest" in purl or "schemathesis" in purl]


def test_is_written_by_its_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "out" / "sbom.json")]) == 0
    assert json.loads((tmp_path / "out" / "sbom.json").read_text())["bomFormat"] == "CycloneDX"
    assert "个组成部分" in capsys.readouterr().out


def test_one_that_its_schema_forbids_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(JsonV1Dot6):
        def output_as_string(self, **_: object) -> str:
            return '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{"name": 1}]}'

    monkeypatch.setattr(sbom, "JsonV1Dot6", Broken)
    with pytest.raises(NotValid):
        as_json(bill_of_materials())
