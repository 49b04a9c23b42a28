"""`chengxin check`: what an installation lacks to stand as a government website."""

from typing import Any

import pytest
from django.test import override_settings
from tests.publishing import FEB_2

from chengxin.foundation.subjects.models import Region
from chengxin.site.self_check import Finding, findings
from chengxin_core.calendar import legal_day

pytestmark = pytest.mark.django_db(databases="__all__")

COMPLETE = {
    "SITE_NAME": "示范省诚信网",
    "SITE_CODE": "3701000001",
    "SITE_DOMAIN": "credit.example.gov.cn",
    "PUBLIC_ORIGIN": "https://credit.example.gov.cn",
    "DATA_LICENCE": "可以自由使用，注明来源",
}


@pytest.fixture(autouse=True)
def jinan(rules: str, province: Region) -> None:
    """The rulebook is loaded, and one city is known."""
    Region.objects.create(
        id="sd-01", path="sd/sd-01/", level="city", name="济南市", code="370100", parent=province
    )


def found(**settings: Any) -> list[Finding]:
    with override_settings(**{**COMPLETE, **settings}):
        return list(findings(on=legal_day(FEB_2)))


def amiss(**settings: Any) -> list[str]:
    return [
        each.text for each in found(**settings) if not each.is_right and "chengxin upgrade" not in each.text
    ]


def test_nothing_is_amiss_where_everything_is_set() -> None:
    assert amiss() == []


@pytest.mark.parametrize("code", ["bm12345678", "3701000001"])
def test_a_code_of_the_right_form_is_right(code: str) -> None:
    assert amiss(SITE_CODE=code) == []


@pytest.mark.parametrize(
    "code", ["370100000", "37010000012", "9999990001", "BM12345678", "３７０１０００００１"]
)
def test_a_code_that_cannot_be_one_is_told(code: str) -> None:
    (told,) = amiss(SITE_CODE=code)

    assert f"“{code}”" in told
    assert "10 位数字" in told


@pytest.mark.parametrize("setting", ["SITE_NAME", "SITE_CODE", "SITE_DOMAIN", "DATA_LICENCE"])
def test_what_is_not_set_is_told_with_the_name_of_the_setting(setting: str) -> None:
    (told,) = amiss(**{setting: ""})

    named = {"SITE_DOMAIN": "PUBLIC_ORIGIN"}.get(setting, setting)
    assert f"CHENGXIN_{named}" in told


def test_pages_drawn_with_other_settings_are_told() -> None:
    assert any("chengxin upgrade" in each.text for each in found() if not each.is_right)
