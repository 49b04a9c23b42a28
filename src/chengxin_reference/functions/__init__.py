"""部门职责: which words of a message point to which department, before an installation has data of its own.

Keeps      functions.toml (words by department and field, in our words from public functions and power lists).
Promises   every word shown to have counted stands in this file or is a name of departments.toml.
Refuses    to decide who is competent: it proposes whom to ask first, and a person confirms.
Start at   functions.
"""

import tomllib
from functools import cache
from importlib.resources import files

from chengxin_core.voices.functions import Function
from chengxin_reference.bodies.departments import Department, departments

OFFICES = ("人民政府办公厅", "人民政府办公室")
"""Names that stand in every address of a message and tell nothing of what it is about."""


@cache
def functions() -> tuple[Function, ...]:
    """Return the functions of all departments, in the order of the file."""
    known = {department.key: department for department in departments().departments}
    told = tomllib.loads(files(__package__).joinpath("functions.toml").read_text("utf-8"))
    return tuple(
        Function(
            department=said.get("name") or known[key].city or known[key].province,
            field=said["field"],
            names=_names(known[key]) if key in known else (said["name"],),
            words=tuple(said["words"]),
        )
        for key, said in told.items()
    )


def _names(department: Department) -> tuple[str, ...]:
    """Return every name of a department, its former ones included: people go on writing them."""
    former = (name for office in department.formerly for name in office.kinds)
    names = (department.province, department.city, department.county, *department.short, *former)
    return tuple(dict.fromkeys(name for name in names if name and name not in OFFICES))
