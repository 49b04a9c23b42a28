"""Reads departments.toml."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class FormerOffice:
    """A department that the reform took over: its key, and its names with the usual one first."""

    key: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Department:
    """A department by its name at each level, '' where a level has none.

    `name_is_older`: it took over others in the reform, and had its name before.
    """

    key: str
    province: str
    city: str
    county: str
    short: tuple[str, ...]
    formerly: tuple[FormerOffice, ...]
    coastal_only: bool
    name_is_older: bool

    def at(self, rank: int) -> str:
        return {1: self.province, 2: self.city, 3: self.county}.get(rank, "")


@dataclass(frozen=True, slots=True)
class UsualSet:
    """All departments, and when the reform gave them their names."""

    departments: tuple[Department, ...]
    reform: date
    reform_begins: date
    reform_ends: date
    coastal: frozenset[str]

    @property
    def reform_ends_after(self) -> date:
        """The first day on which only the new names were good."""
        return self.reform_ends + timedelta(days=1)


@cache
def departments() -> UsualSet:
    """Return the usual set of departments."""
    read = tomllib.loads(files(__package__).joinpath("departments.toml").read_text("utf-8"))
    return UsualSet(
        departments=tuple(
            Department(
                key=key,
                province=said.get("province", ""),
                city=said.get("city", ""),
                county=said.get("county", ""),
                short=tuple(said.get("short", ())),
                formerly=tuple(
                    FormerOffice(key, tuple(kinds)) for key, kinds in said.get("formerly", {}).items()
                ),
                coastal_only=said.get("coastal_only", False),
                name_is_older=said.get("name_is_older", False),
            )
            for key, said in read["department"].items()
        ),
        reform=read["reform"],
        reform_begins=read["reform_begins"],
        reform_ends=read["reform_ends"],
        coastal=frozenset(read["coastal"]),
    )
