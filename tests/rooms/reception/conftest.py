"""A body in the register, the organ above it, a home with keys. 演示数据。"""

from datetime import datetime
from typing import Any

import pytest
from tests.rooms.supervision.conftest import home

from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.ground.home import Home

__all__ = ["home"]


@pytest.fixture
def door(
    rules: str, home: Home, city: Region, county: Region, monday: datetime, monkeypatch: pytest.MonkeyPatch
) -> PublicBody:
    """The county's water bureau and a street whose name is like it; the city leads credit work above them."""
    monkeypatch.setattr(queries, "_read", queries._Read())
    made: dict[str, Any] = {
        "bfg": ("演示市发展和改革委员会", city),
        "bsl": ("演示县水利局", county),
        "bsk": ("演示县水利水库管理中心", county),
    }
    for id_, (name, region) in made.items():
        add_body(
            id=id_, name=name, kind=BodyKind.DEPARTMENT, region=region, source="演示数据", is_fictional=True
        )
    return PublicBody.objects.get(pk="bsl")
