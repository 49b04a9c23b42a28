"""A small register that knows names, and an import as the command line runs it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import CliRunner, Result
from tests.rooms.exchange.files import json_lines

from chengxin.chain.evidence.models import ImportRun
from chengxin.doors.exchange.commands import import_
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body

Importing: TypeAlias = Callable[..., Result]


@pytest.fixture
def register(
    rules: str, city: Region, county: Region, monkeypatch: pytest.MonkeyPatch
) -> dict[str, PublicBody]:
    """The credit office of the city and three bureaus of its county, found by their names."""
    monkeypatch.setattr(queries, "_read", queries._Read())
    bodies = [
        ("office", "演示市发展和改革委员会", city),
        ("housing", "演示县住房和城乡建设局", county),
        ("water", "演示县水利局", county),
        ("roads", "演示县交通运输局", county),
    ]
    return {
        code: add_body(
            id=f"b-{code}",
            name=name,
            kind=BodyKind.DEPARTMENT,
            region=region,
            source="演示数据",
            is_fictional=True,
        )
        for code, name, region in bodies
    }


@pytest.fixture
def importing(tmp_path: Path, register: dict[str, PublicBody], monday: datetime) -> Importing:
    """Write rows (or bytes) into a file and import it by command, with any options."""

    def run(content: Any, *options: str, name: str = "裁判文书.jsonl") -> Result:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else json_lines(content))
        return CliRunner().invoke(import_, ["judgments", str(file), *options])

    return run


@pytest.fixture
def last_run() -> Callable[[], ImportRun]:
    return lambda: ImportRun.objects.latest("pk")
