"""文件摆渡: packages in an outbox folder, receipts out of an inbox folder, for offices behind an air gap.

    outbox/<number>.json or .csv   packages that wait to be carried
    inbox/receipts-*  notices-*  inventory-*   what was carried here (.json or .csv)
    inbox/done/  inbox/refused/    what was read, and what could not be, beside it why
    delivered/<number>             that a package was laid out whole

A file appears whole or not at all; names that end in .part are not looked at.
"""

import csv
import io
import json
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from chengxin.foundation.reporting.adapter import (
    Fetched,
    Inventory,
    Package,
    PlatformSilent,
    Tally,
    digest_of,
)
from chengxin.foundation.reporting.messages import (
    Fields,
    Held,
    MessageMalformed,
    Notice,
    Receipt,
    read_held,
    read_notice,
    read_receipt,
)
from chengxin.ground.sheets import csv_line

HEAD = ("batch", "key", "version", "action", "kind", "region", "day", "explanation", "ground")
LARGEST_FILE = 256 * 1024 * 1024  # bytes
Message = TypeVar("Message")


class ByFile:
    """A platform that is reached by carrying files."""

    def __init__(self, root: Path, file_format: str) -> None:
        self._root, self._format = root, file_format
        for folder in ("outbox", "inbox", "inbox/done", "inbox/refused", "delivered"):
            (root / folder).mkdir(parents=True, exist_ok=True)

    def deliver(self, package: Package) -> None:
        """Lay a package out, then remember that it was."""
        data = _json_of(package) if self._format == "json" else _csv_of(package)
        self._write(self._root / "outbox" / f"{package.number}.{self._format}", data)
        self._write(self._root / "delivered" / package.number, b"")

    def knows(self, number: str) -> bool:
        """Say whether the package was laid out."""
        return (self._root / "delivered" / number).exists()

    def receipts(self, after: str) -> Fetched[Receipt]:
        """Read the receipts that were carried here."""
        return self._read("receipts", after, read_receipt)

    def notices(self, after: str) -> Fetched[Notice]:
        """Read the notices that were carried here."""
        return self._read("notices", after, read_notice)

    def inventory(self) -> Inventory:
        """Read the newest inventory that was carried here."""
        files = self._files("inventory")
        if not files:
            raise PlatformSilent("收件文件夹里没有库存文件 inventory-*，请向平台索取后放入")
        try:
            rows, as_of = _opened(files[-1])
            held = [read_held(row, place) for row, place in rows]
        except MessageMalformed as fault:
            self._refuse(files[-1], str(fault))
            raise PlatformSilent(f"库存文件 {files[-1].name} 没有收下：{fault}") from None
        groups: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
        for each in held:
            groups[each.kind, each.region, each.day].append(each)
        tallies = {
            group: Tally(len(keys), digest_of([(each.key, each.version) for each in keys]))
            for group, keys in groups.items()
        }
        for older in files[:-1]:
            older.replace(self._root / "inbox" / "done" / older.name)
        return Inventory(as_of, tallies, groups.__getitem__)

    def answer(self, notice: str, answer: str) -> None:
        """Lay out an answer to a notice."""
        data = json.dumps({"notice": notice, "answer": answer}, ensure_ascii=False).encode()
        self._write(self._root / "outbox" / f"answer-{notice}.json", data)

    def forget(self, keys: Collection[str]) -> None:
        """Take the rows of some keys out of the packages that still wait here; an empty package goes.

        A half-written one goes whole: whoever was writing it writes it again.
        """
        for file in sorted((self._root / "outbox").glob("*")):
            if file.name.startswith("answer-") or not (data := _content_of(file)):
                continue
            if not any(key.encode() in data for key in keys):
                continue
            if file.suffix in (".json", ".csv"):
                self._write_without(file, data, keys)
            else:
                file.unlink(missing_ok=True)

    def _write_without(self, file: Path, data: bytes, keys: Collection[str]) -> None:
        if file.suffix == ".json":
            package = json.loads(data)
            package["rows"] = [row for row in package["rows"] if row["key"] not in keys or _ends(row)]
            left, kept = package["rows"], json.dumps(package, ensure_ascii=False).encode()
        else:
            head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
            left = [row for row in rows if row[1] not in keys or row[3] == "withdraw"]
            kept = ("\ufeff" + "".join(map(csv_line, [head, *left]))).encode()
        if left:
            self._write(file, kept)
        else:
            file.unlink(missing_ok=True)

    def _read(
        self, name: str, after: str, read: Callable[[Mapping[str, Any], str], Message]
    ) -> Fetched[Message]:
        messages, files = [], []
        for file in self._files(name):
            try:
                rows, _ = _opened(file)
                messages += [read(row, place) for row, place in rows]
                files.append(file)
            except MessageMalformed as fault:
                self._refuse(file, str(fault))

        def put_away() -> None:
            for file in files:
                file.replace(self._root / "inbox" / "done" / file.name)

        return Fetched(messages, after, put_away)

    def _files(self, name: str) -> list[Path]:
        """Return the files of a kind, oldest name first."""
        found = (self._root / "inbox").glob(f"{name}-*")
        return sorted(file for file in found if file.is_file() and file.suffix in (".json", ".csv"))

    def _refuse(self, file: Path, why: str) -> None:
        place = self._root / "inbox" / "refused" / file.name
        file.replace(place)
        place.with_name(f"{place.name}.why.txt").write_text(f"{why}\n", encoding="utf-8")

    def _write(self, place: Path, data: bytes) -> None:
        part = place.with_name(f"{place.name}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        try:
            part.replace(place)
        except FileNotFoundError:
            raise PlatformSilent("报送包里的信息刚刚终止公示，稍后重新生成") from None


def _content_of(file: Path) -> bytes:
    """Return what is in a file that may be carried away at any moment."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def _json_of(package: Package) -> bytes:
    body = {"batch": package.number, "made_at": package.made_at.isoformat(), "rows": list(package.rows)}
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _csv_of(package: Package) -> bytes:
    """Return a package as CSV: one column for each field that any of its rows has."""
    fields = list(dict.fromkeys(name for row in package.rows for name in row.get("fields", {})))
    lines = [csv_line([*HEAD, *fields])]
    for row in package.rows:
        head = {"batch": package.number, **row}
        values = row.get("fields", {})
        lines.append(
            csv_line([*(str(head.get(name, "")) for name in HEAD), *(values.get(n, "") for n in fields)])
        )
    return ("\ufeff" + "".join(lines)).encode()


def _ends(row: Mapping[str, Any]) -> bool:
    return bool(row["action"] == "withdraw")


def _opened(file: Path) -> tuple[Iterable[tuple[Mapping[str, Any], str]], datetime]:
    """Return the rows of a file with their places, and as of when they are; raise `MessageMalformed`."""
    if file.stat().st_size > LARGEST_FILE:
        raise MessageMalformed(f"文件有 {file.stat().st_size} 字节，应当不超过 {LARGEST_FILE} 字节")
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise MessageMalformed(f"第 {fault.start} 字节起不是 UTF-8 编码的文字") from None
    written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    if file.suffix == ".csv":
        return list(_of_csv(text)), written
    try:
        body = json.loads(text)
    except ValueError:
        raise MessageMalformed("文件不是完整的 JSON") from None
    rows = body.get("rows") if isinstance(body, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise MessageMalformed('文件没有 rows 这一列，应当是 {"rows": [ … ]}')
    as_of = Fields(body, "文件的").moment("as_of") if "as_of" in body else written
    return [(row, f"第 {number} 行") for number, row in enumerate(rows, 1)], as_of


def _of_csv(text: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        for row in reader:
            yield {name: value for name, value in row.items() if name}, f"第 {reader.line_num} 行"
    except csv.Error as fault:
        raise MessageMalformed(f"第 {reader.line_num} 行不是完整的 CSV：{fault}") from None
