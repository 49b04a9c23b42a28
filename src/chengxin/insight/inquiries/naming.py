"""指名: which body or official a sender means: many at once, and never a guess."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.identities import by_name, by_number
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import name_index
from chengxin.ground.prepared import Prepared
from chengxin.ground.sheets import Column, Problem
from chengxin.mechanisms.dossiers.looking import officials_seen_by
from chengxin_core.determination.inquiries import SubjectKind
from chengxin_core.names import Resolved, resolve

BODY_COLUMNS = (
    Column("name", "单位全称", required=True, explanation="登记册中的全称", example="演示市财政局"),
    Column("credit_code", "统一社会信用代码", explanation="填写的，须与名称是同一单位"),
)
OFFICIAL_COLUMNS = (
    Column("name", "姓名", required=True, example="测试壬"),
    Column("number", "公民身份号码", required=True, example="999999180001000090"),
)
COLUMNS: Mapping[SubjectKind, tuple[Column, ...]] = {
    SubjectKind.BODY: BODY_COLUMNS,
    SubjectKind.OFFICIAL: OFFICIAL_COLUMNS,
}
_TITLES = {column.name: column.title_zh for column in BODY_COLUMNS}


@dataclass(frozen=True, slots=True)
class Said:
    """What a sender says of one body: its id, credit code or name; what is empty was not said."""

    id: str = ""
    credit_code: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why nobody is meant: in which member, what was found there, what was expected."""

    member: str
    found: str
    expected: str

    def in_row(self, row: int) -> Problem:
        """Return the fault as that of a row of a file."""
        return Problem(row, _TITLES.get(self.member, ""), self.found, self.expected)


def bodies_said(said: Sequence[Said], *, on: date) -> list[str | Fault]:
    """Return the id of each body that is said, or why none is meant; three queries and the index of names."""
    ids = {each.id for each in said if each.id}
    codes = {each.credit_code for each in said if each.credit_code}
    named = _named({each.name for each in said if each.name}, on)
    ids |= set(named.values())
    by_id = {row[0]: row for row in _with_ids(ids)}
    by_code = {row[1]: row for row in _with_codes(codes)}
    answers: list[str | Fault] = []
    for each in said:
        meant = {
            "id": by_id.get(each.id),
            "credit_code": by_code.get(each.credit_code),
            "name": by_id.get(named.get(each.name, "")),
        }
        answers.append(_one(each, meant, on))
    return answers


_COLUMNS = ("pk", "credit_code", "ended_on", "successor__name")
_with_ids = Prepared(lambda ids: PublicBody.objects.filter(pk__in=ids).values_list(*_COLUMNS))
_with_codes = Prepared(lambda codes: PublicBody.objects.filter(credit_code__in=codes).values_list(*_COLUMNS))
_standing = Prepared(
    lambda names: PublicBody.objects.filter(name__in=names, ended_on=None).values_list("pk", "name")
)


def _named(names: Collection[str], on: date) -> dict[str, str]:
    """Return whom names mean: who bears exactly this name today, or else whom the register resolves it to."""
    exact: dict[str, list[str]] = defaultdict(list)
    for key, name in _standing(names):
        exact[name].append(key)
    found = {name: keys[0] for name, keys in exact.items() if len(keys) == 1}
    others = [name for name in names if name not in exact]
    if others:
        index = name_index()
        resolved = {name: resolve(name, on=on, index=index) for name in others}
        found |= {name: each.body_id for name, each in resolved.items() if isinstance(each, Resolved)}
    return found


def _one(said: Said, meant: Mapping[str, tuple[str, str, date | None, str] | None], on: date) -> str | Fault:
    """Return the one body that everything said of it means."""
    told = {name: value for name in meant if (value := getattr(said, name))}
    if not told:
        return Fault("name", "", "单位全称、编号或者统一社会信用代码")
    for name, value in told.items():
        if meant[name] is None:
            return Fault(name, value, "登记册中一个机构的全称、编号或者统一社会信用代码")
    rows = [row for name in told if (row := meant[name]) is not None]
    if len({row[0] for row in rows}) > 1:
        return Fault("credit_code", said.credit_code, "与所写名称是同一单位的代码")
    key, _, ended, successor = rows[0]
    if ended is not None and ended <= on:
        heir = f"，由“{successor}”承接，请查询该单位" if successor else ""
        return Fault(
            "name", said.name or said.credit_code or said.id, f"存续的机构：该机构已于 {ended} 撤销{heir}"
        )
    return key


def officials_said(rows: Sequence[tuple[int, str, str]], by: Mandate) -> list[str | Problem]:
    """Return the code of each official (row, name, number) in the authority of `by`, or why there is none.

    Name and number must agree. Whoever is not in one's authority is as if unknown; no name or number is repeated.
    """
    numbers = {number: by_number(number) for _, _, number in rows}
    seen = officials_seen_by(by).filter(
        number_index__in=[index for indexes in numbers.values() for index in indexes]
    )
    known = {
        index: (code, name) for code, index, name in seen.values_list("pk", "number_index", "name_index")
    }
    answers: list[str | Problem] = []
    for row, name, number in rows:
        found = next((known[index] for index in numbers[number] if index in known), None)
        if found is None or found[1] not in by_name(name):
            answers.append(
                Problem(row, "公民身份号码", "", "您管理权限内、姓名和号码相符的公务员，不是您本人")
            )
        else:
            answers.append(found[0])
    return answers
