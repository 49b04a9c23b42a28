"""What the public side is told: where one key stands in the log, with its content while it is in force."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.commitment import is_commitment_to
from chengxin_core.ledger.entry import Entry


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


def columns_of(content: dict[str, Any]) -> dict[str, Any]:
    """Return what lists show and select by, out of the content of a record."""
    body = content["body"]
    return {
        "body_id": body["id"],
        "body_name": body["name"],
        "region_path": "".join(f"{region['id']}/" for region in body["region"]),
        "title": content["title"],
        "severity": content["severity"],
        "published_on": date.fromisoformat(content["published_on"]),
        "ends_on_latest": date.fromisoformat(content["ends_on_latest"]),
        "marked": content["objection_marker"],
        "corrected": content["correction"] is not None,
        "is_demo": content["is_demo"],
    }


def texts_of(content: dict[str, Any]) -> list[str]:
    """Return the texts by which a record is found."""
    body, basis = content["body"], content["basis"]
    return [
        content["title"],
        body["name"],
        *(region["name"] for region in body["region"]),
        content["facts"],
        basis["number"],
        basis["organ"],
        content["organ"],
        *(measure["name"] for measure in content["measures"]),
        *(step["what"] for step in content["progress"]),
    ]
