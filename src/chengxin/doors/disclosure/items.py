"""What the public side is told: where one key stands in the log, with its content while it is in force."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.commitment import is_commitment_to
from chengxin_core.ledger.entry import Entry

# The kinds of publication that have pages.
RECORD, PROMISE, PROPOSAL = "record", "promise", "proposal"
CAMPAIGN, COUNTS = "campaign", "complaint_counts"
FIGURES = (CAMPAIGN, COUNTS)  # what was counted: about many bodies, published by one


class ItemRefused(ValueError):
    """An item whose content is not what its entry commits to, or is not to be read."""


@dataclass(frozen=True, slots=True)
class Item:
    """One key's newest entry, and content and salt unless it ended."""

    index: int  # of the entry, in the log
    entry: bytes
    content: bytes | None
    salt: bytes | None

    def read(self) -> tuple[Entry, dict[str, Any] | None]:
        """Return entry and content; raise `ItemRefused` where they do not belong together."""
        entry = Entry.from_bytes(self.entry)
        if entry.commitment is None:
            if self.content is not None:
                raise ItemRefused(f"第 {self.index} 条是{entry.event.zh}，不应附有内容")
            return entry, None
        if self.content is None or self.salt is None:
            raise ItemRefused(f"第 {self.index} 条没有附上内容")
        if not is_commitment_to(entry.commitment, self.content, self.salt):
            raise ItemRefused(f"第 {self.index} 条的内容与承诺值不符")
        content = parse_canonical(self.content)
        assert isinstance(content, dict)
        return entry, content


def columns_of(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return what lists show and select by, out of the content of a publication."""
    body = content["body"]
    return {
        "body_id": body["id"],
        "body_name": body["name"],
        "region_path": "".join(f"{region['id']}/" for region in body["region"]),
        "title": content["title"],
        "published_on": date.fromisoformat(content["published_on"]),
        "marked": content["objection_marker"],
        "corrected": content["correction"] is not None,
        "is_demo": content["is_demo"],
        **_COLUMNS.get(kind, _of_record)(content),
    }


def texts_of(kind: str, content: dict[str, Any]) -> list[str]:
    """Return the texts by which a publication is found."""
    body = content["body"]
    common = [
        content["title"],
        body["name"],
        *(region["name"] for region in body["region"]),
        content["organ"],
    ]
    if kind in FIGURES:
        return [*common, *_bodies_in(content)]
    if kind == PROMISE:
        words = [text for each in content["versions"] for text in (each["text"], each["target"])]
        return [*common, content["promised_by"], content["document"], content["kind"], *words]
    if kind == PROPOSAL:
        said = [text for each in content["answers"] for text in (each["text"], each["number"])]
        return [
            *common,
            content["text"],
            content["session"],
            content["number"],
            *content["co_handlers"],
            *said,
        ]
    basis = content["basis"]
    return [
        *common,
        content["facts"],
        basis["number"],
        basis["organ"],
        *(measure["name"] for measure in content["measures"]),
        *(step["what"] for step in content["progress"]),
    ]


def facets_of(kind: str, content: dict[str, Any]) -> dict[str, list[str]]:
    """Return the values by which something is chosen in a search: a region is one of each region it lies in."""
    grade: dict[str, list[str]] = {
        name: [content[name]] for name in ("severity", "standing") if name in content
    }
    return {
        "region": [region["id"] for region in content["body"]["region"]],
        "body": [content["body"]["id"]],
        "kind": [kind],
        **grade,
        **({"exposed": ["yes"]} if content.get("exposure") else {}),
        "year": [content["published_on"][:4]],
    }


def _of_record(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "severity": content["severity"],
        "ends_on_latest": date.fromisoformat(content["ends_on_latest"]),
        "progressed": bool(content["progress"]),
    }


def _of_promise(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "standing": content["standing"],
        "versions": len(content["versions"]),
        "due_on": date.fromisoformat(content["due_on"]),
        "progressed": False,
    }


def _of_figures(content: dict[str, Any]) -> dict[str, Any]:
    return {"progressed": False}


def _bodies_in(content: dict[str, Any]) -> list[str]:
    told = (
        content["results"]
        if "results" in content
        else [each for row in content["rows"] for each in row["bodies"]]
    )
    return [each["body"]["name"] for each in told]


def _of_proposal(content: dict[str, Any]) -> dict[str, Any]:
    answers = content["answers"]
    return {
        "standing": content["standing"],
        "answered_on": date.fromisoformat(answers[-1]["signed_on"]) if answers else None,
        "progressed": False,
    }


_COLUMNS = {
    PROMISE: _of_promise,
    PROPOSAL: _of_proposal,
    CAMPAIGN: _of_figures,
    COUNTS: _of_figures,
}
