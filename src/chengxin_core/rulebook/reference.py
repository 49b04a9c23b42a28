"""The rulebook as a reference: every rule by its id, with all that it said and says, and what others say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chengxin_core.ledger.canonical import Json
from chengxin_core.rulebook import telling
from chengxin_core.rulebook.authority import Law
from chengxin_core.rulebook.book import Rulebook
from chengxin_core.rulebook.entries import ClosedList, Entry, Item
from chengxin_core.vocabulary import Term


class Family(Term):
    """规则门类: the letter (and digit) that a rule's id begins with."""

    OPINION = "A", "政务诚信建设实施意见和上位文件"
    PERFORMANCE = "N", "守信践诺、违约失信投诉"
    RECORDS = "R", "失信记录的类型、人事处分与恢复"
    CREDIT = "C", "社会信用条例、信用修复、失信约束"
    DECISIONS = "D", "重大行政决策"
    OPENNESS = "P", "政务公开、双公示"
    APPROVALS = "X", "行政审批"
    SUPERVISION = "S", "监督、督查、投诉、信访"
    EVALUATION = "E", "政务诚信评价"
    PROCUREMENT = "K1", "政府采购"
    PARTNERSHIPS = "K2", "政府和社会资本合作"
    TRADING = "K3", "公共资源交易"
    TENDERING = "K4", "招标投标"
    INVESTMENT = "K5", "招商引资"
    DEBT = "K6", "地方政府债务"
    TOWNSHIPS = "K7", "街道和乡镇"
    CONTRACTS = "K8", "合同与承诺"
    TIME = "G", "期限计算"
    STANDARDS = "T", "代码、标准、安全、培训"
    DESIGN = "Q", "条文有冲突、有空白时的处理办法和设计规定"


@dataclass(frozen=True, slots=True)
class Rule:
    """规则: everything that carries one id, law first, items of lists last; `elsewhere` by issuer, to compare."""

    id: str
    entries: tuple[Entry, ...]
    elsewhere: tuple[Entry, ...] = ()

    @property
    def family(self) -> Family:
        """Its place among the others."""
        return Family(self.id.partition("-")[0])

    def on(self, day: date) -> tuple[Entry, ...]:
        """Return what of it is in force on a day."""
        return tuple(entry for entry in self.entries if entry.is_in_force(day))

    @property
    def title(self) -> str:
        """What it says in a line: the gist of its first entry."""
        return next((entry.gist for entry in self.entries if entry.gist), telling.told(self.entries[0]))

    @property
    def is_law(self) -> bool:
        """Say whether any of it was read in a text and may be shown as law."""
        return any(isinstance(entry.authority, Law) for entry in self.entries)

    def to_json(self) -> dict[str, Json]:
        """Return the whole rule."""
        return {
            "id": self.id,
            "title": self.title,
            "family": self.family.zh,
            "entries": [telling.as_json(entry) for entry in self.entries],
            "elsewhere": [telling.as_json(entry) for entry in self.elsewhere],
        }


def rules(rulebook: Rulebook, others: Mapping[str, Rulebook] | None = None) -> tuple[Rule, ...]:
    """Return every rule of a rulebook by family and id.

    `others` are rulebooks of other provinces by issuer; of each only what that issuer says itself is compared.
    """
    ours: dict[str, list[Entry]] = {}
    for entry in rulebook.entries:
        ours.setdefault(entry.rule_id, []).append(entry)
    theirs: dict[str, list[Entry]] = {}
    for issuer, book in (others or {}).items():
        for entry in book.entries:
            if entry.issuer == issuer:
                theirs.setdefault(entry.rule_id, []).append(entry)
    families = list(Family)
    found = (
        Rule(id_, tuple(sorted(entries, key=_law_first)), tuple(theirs.get(id_, ())))
        for id_, entries in ours.items()
    )
    return tuple(sorted(found, key=lambda rule: (families.index(rule.family), rule.id)))


def _law_first(entry: Entry) -> tuple[bool, bool, bool]:
    return isinstance(entry, Item), not isinstance(entry.authority, Law), isinstance(entry, ClosedList)


def to_json(rulebook: Rulebook, others: Mapping[str, Rulebook] | None = None) -> dict[str, Json]:
    """Return the whole rulebook with its hash, documents first."""
    documents: list[Json] = [
        {
            "code": document.code,
            "title": document.title,
            "number": document.number,
            "issuer": document.issuer,
            "issued_on": document.issued_on.isoformat() if document.issued_on else None,
            "in_force_from": document.in_force_from.isoformat(),
            "in_force_until": document.in_force_until.isoformat() if document.in_force_until else None,
            "replaced_by": document.replaced_by,
        }
        for document in rulebook.documents.values()
    ]
    return {
        "hash": rulebook.hash,
        "documents": documents,
        "rules": [rule.to_json() for rule in rules(rulebook, others)],
    }
