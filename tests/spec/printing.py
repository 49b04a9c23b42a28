"""The cases as a page of the reference: `python -m tests.spec.printing > docs/reference/cases.md`."""

import re
from collections.abc import Iterator
from typing import Any

from tests.spec.cases import FOLDER, read_cases

HEAD = """# 法律案例

每个案例都由测试逐条计算；改变规则时，先改案例。案例写在 `tests/spec/*.toml`，
本页由 `python -m tests.spec.printing` 印出。
"""

# Each file with its title and the fields that are the due answer.
FILES: dict[str, tuple[str, tuple[str, ...]]] = {
    "gate.toml": ("记录关口", ("open", "because")),
    "proportionality.toml": ("过惩相当与从轻", ("severity", "relief", "recommended")),
    "windows.toml": ("公示期", ("last_day", "by", "repairable_from", "may_publish", "because")),
    "objection.toml": ("异议", ("due", "provisional", "law")),
    "repair.toml": ("信用修复", ("apply", "grant", "because")),
    "deadlines.toml": ("期限", ("due", "provisional", "rules")),
    "silence.toml": ("逾期未答", ("effect", "runs_out", "by")),
    "excuses.toml": ("不得作为理由的借口", ("refused", "by")),
}


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for file, (title, answers) in FILES.items():
        cases = read_cases(file)
        yield f"## {title}（{len(cases)} 例）\n"
        yield from (f"> {line}" for line in _remarks(file))
        yield "\n| 案例 | 事实 | 应得 |\n|---|---|---|"
        for case in cases:
            facts = {name: value for name, value in case.items() if name not in ("name", *answers)}
            due = {name: case[name] for name in answers if name in case}
            yield f"| {case['name']} | {_told(facts)} | {_told(due)} |"
        yield ""


def _remarks(file: str) -> list[str]:
    """Return the comment that opens a file: what its fields mean."""
    text = (FOLDER / file).read_text("utf-8")
    opening = re.match(r"(#.*\n)+", text)
    return [line.removeprefix("#").strip() for line in opening[0].splitlines()] if opening else []


def _told(fields: dict[str, Any]) -> str:
    return "；".join(f"`{name}` {_value(value)}" for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(_value, value)) or "无"
    if isinstance(value, dict):
        return "，".join(f"{name} {_value(inner)}" for name, inner in value.items()) or "线索"
    return str(value) or "无"


if __name__ == "__main__":
    print(page(), end="")
