"""What a table of states and moves is."""

from collections.abc import Iterator
from dataclasses import dataclass

from chengxin_core.vocabulary import Term


class Actor(Term):
    """岗位: who acts in a matter. The platform asks what part a person plays, not who it is."""

    CREDIT_OFFICER = "credit_officer", "信用主管部门经办人"
    CREDIT_HEAD = "credit_head", "信用主管部门负责人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核人员"
    RELEASE_REVIEWER = "release_reviewer", "公开审查人员"
    LIAISON = "liaison", "单位联络员"
    MEASURE_OWNER = "measure_owner", "措施实施单位经办人"
    ARCHIVIST = "archivist", "档案管理人员"
    AUDITOR = "auditor", "审计人员"
    PERSONNEL_OFFICER = "personnel_officer", "组织人事经办人"
    PERSONNEL_HEAD = "personnel_head", "组织人事负责人"
    BODY_HEAD = "body_head", "单位负责人"
    SUPPLIER = "supplier", "信息提供单位经办人"
    OPERATOR = "operator", "公共信用信息机构经办人"
    INTAKE_OFFICER = "intake_officer", "受理人员"
    CONGRESS_SUPERVISOR = "congress_supervisor", "人大监督人员"
    CPPCC_SUPERVISOR = "cppcc_supervisor", "政协监督人员"
    INSPECTOR = "inspector", "督查人员"
    ADMINISTRATOR = "administrator", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    DISCIPLINE_OFFICER = "discipline_officer", "纪检监察经办人"
    OFFICIAL = "official", "公务员本人"
    SYSTEM = "system", "系统"


# Three tasks that no one person holds two of (policy T-42).
ADMINISTRATIONS = (Actor.ADMINISTRATOR, Actor.SECURITY_ADMIN, Actor.AUDIT_ADMIN)
PERSONNEL = frozenset({Actor.PERSONNEL_OFFICER, Actor.PERSONNEL_HEAD, Actor.DISCIPLINE_OFFICER})


class NoSuchMove(LookupError):
    """The table shows no such move from where the matter stands."""


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step.

    `harms` marks a step that puts somebody at a disadvantage: it needs a named person who decided it and a time.
    `basis` holds rule ids of the rulebooks, such as `C-17`.
    """

    code: str
    zh: str
    sources: frozenset[str]
    target: str
    actors: frozenset[Actor]
    basis: tuple[str, ...] = ()
    harms: bool = False


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """All states and moves of one kind of matter."""

    kind: str
    zh: str
    states: type[Term]
    initial: str
    moves: tuple[Move, ...]
    is_internal: bool = False  # an organ's own affair, about no body's conduct

    def move(self, code: str) -> Move:
        """Return the move called `code`; raise `NoSuchMove` where the table has none."""
        for move in self.moves:
            if move.code == code:
                return move
        raise NoSuchMove(f"{self.zh}没有“{code}”这一步")

    def step(self, code: str, *, source: str) -> Move:
        """Return the move `code` if it may start in `source`, else raise `NoSuchMove` in words for people."""
        move = self.move(code)
        if source not in move.sources:
            came_from = self.states(source)
            raise NoSuchMove(f"{self.zh}处于“{came_from.zh}”，不能办理“{move.zh}”")
        return move

    def moves_from(self, source: str) -> Iterator[Move]:
        """Yield the moves that may start in `source`, in the order of the table."""
        return (move for move in self.moves if source in move.sources)

    @property
    def ends(self) -> frozenset[str]:
        """The states that no move leaves."""
        left = {source for move in self.moves for source in move.sources}
        return frozenset(str(state) for state in self.states) - left


def steps(
    *rows: tuple[str, str, tuple[str, ...], str, tuple[Actor, ...], tuple[str, ...], bool],
) -> tuple[Move, ...]:
    """Turn the rows of a table (code, term, sources, target, actors, rule ids, harms) into moves."""
    return tuple(
        Move(code, zh, frozenset(sources), target, frozenset(actors), basis, harms)
        for code, zh, sources, target, actors, basis, harms in rows
    )
