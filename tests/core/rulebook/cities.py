"""An invented city and what it promises. 演示数据。"""

from tests.law import the_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Rulebook

HEAD = """
title = "演示市承诺时限"
cites = "demo-promise"
confidence = "V:web"

[[document]]
code = "demo-promise"
title = "演示市政务服务承诺"
number = "演政发〔2026〕1号"
issuer = "演示市人民政府"
in_force_from = 2026-01-01
"""


def promise(key: str, budget: int, unit: Unit = Unit.WORKING_DAYS, more: str = "") -> str:
    """Return a clock of a city as its file has it."""
    return f"""
[[clock]]
key = "{key}"
budget = {budget}
unit = "{unit}"
promised_by = "演示市发展和改革委员会"
article = "第二条"
{more}"""


def file_of(*tables: str) -> dict[str, bytes]:
    """Return the one file of a city."""
    return {"promises.toml": (HEAD + "".join(tables)).encode()}


def city_of(*tables: str, over: Rulebook | None = None) -> Rulebook:
    """Return the shipped rulebook, or another, with the city's tables over it."""
    return (over or the_rulebook()).with_city("990100", file_of(*tables))
