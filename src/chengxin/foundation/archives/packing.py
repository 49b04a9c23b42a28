"""归档包: what a case file holds, and a ZIP of a whole filing whose bytes depend on nothing but that.

Each case has a folder with its 卷内目录, its matter as JSON and its files; the package has the 案卷目录, the 移交清单
and a manifest of SHA-256 sums in the form that `sha256sum -c` reads.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, BinaryIO

from chengxin.foundation.archives.models import FiledCase, Filing
from chengxin.foundation.archives.plugs import contents_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.parts import part_zh
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import attachments_of, notes_of, timeline, tree_of
from chengxin.ground import files
from chengxin.ground.home import Home
from chengxin.ground.sheets import csv_line
from chengxin_core.calendar import legal_day

MANIFEST = "SHA256SUMS"
_CHUNK = 1 << 20
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the only moment that every file of a package bears
_LIST = ("顺序号", "题名", "责任者", "日期", "文件", "SHA-256")
_CASES = ("档号", "题名", "类别", "保管期限", "办结日期", "期满日期", "件数")
_HANDED = ("档号", "题名", "保管期限", "移交日期起", "件数", "备注")


def contents_of_case(case: FiledCase, home: Home) -> list[dict[str, str]]:
    """Return the 卷内目录 of a case: of each file its name in the package, title, maker, day, digest and source."""
    matters = list(Matter.objects.filter(pk__in=tree_of(case.matter)).select_related("organ", "body"))
    matters.sort(key=lambda each: each.pk)
    told = json.dumps([_told(each) for each in matters], ensure_ascii=False, indent=1, sort_keys=True)
    digest, _ = files.keep(home, [told.encode()])
    listed = [_line("事项.json", "事项及办理过程", case.matter.organ.name, str(case.closed_on), digest)]
    for matter in matters:
        listed += _documents(matter)
        for each in attachments_of(matter):
            day = str(legal_day(each.added_at))
            maker = each.added_by.post if each.added_by else ""
            listed.append(_line(each.called, part_zh(each.part), maker, day, each.sha256))
    for number, line in enumerate(listed, start=1):
        line["name"] = f"{number:03d}_{_safe(line['name'])}"
        line["sha256"] = _digest(home, line["kept"])
    return listed


def pack(filing: Filing, home: Home) -> tuple[str, int]:
    """Write the package of a filing, keep it, and return its SHA-256 and size: made twice, the same bytes."""
    cases = list(filing.cases.select_related("matter", "filing").order_by("place"))
    with tempfile.TemporaryFile(dir=home.files) as half:
        sums: list[tuple[str, str]] = []
        with zipfile.ZipFile(half, "w", zipfile.ZIP_STORED) as package:
            for name, content in _lists(cases):
                _put(package, name, content, sums)
            for case in cases:
                for line in case.contents if case.destroyed_at is None else ():
                    _put_file(package, f"{_folder(case)}/{line['name']}", line["kept"], home, sums)
            _put(package, MANIFEST, "".join(f"{each}  {name}\n" for name, each in sorted(sums)).encode(), [])
        half.seek(0)
        return files.keep(home, iter(lambda: half.read(_CHUNK), b""))


def is_whole(filing: Filing, home: Home) -> bool:
    """Say whether the package that is kept is the one that was made, to the byte."""
    digest = sha256()
    with files.opened(home, filing.package) as package:
        for chunk in iter(lambda: package.read(_CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest() == filing.package


def _lists(cases: Sequence[FiledCase]) -> Iterator[tuple[str, bytes]]:
    yield "案卷目录.csv", _csv(_CASES, [_case_row(case) for case in cases])
    handed = [case for case in cases if case.transfer_on is not None and case.destroyed_at is None]
    rows = [
        (case.code, case.matter.title, case.term_zh, str(case.transfer_on), str(len(case.contents)), "")
        for case in handed
    ]
    yield "移交清单.csv", _csv(_HANDED, rows)
    for case in cases:
        if case.destroyed_at is None:
            rows = [
                (str(at), each["title"], each["maker"], each["day"], each["name"], each["sha256"])
                for at, each in enumerate(case.contents, start=1)
            ]
            yield f"{_folder(case)}/卷内目录.csv", _csv(_LIST, rows)


def _case_row(case: FiledCase) -> tuple[str, ...]:
    zh = kind_of(case.matter.kind).lifecycle.zh
    ends, count = str(case.ends_on or "永久"), str(len(case.contents))
    title = case.matter.title if case.destroyed_at is None else "（已按鉴定销毁清单销毁）"
    return (case.code, title, zh, case.term_zh, str(case.closed_on), ends, count)


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return ("\ufeff" + "".join(csv_line(row) for row in (head, *rows))).encode()


def _told(matter: Matter) -> Mapping[str, Any]:
    """Return a matter as it was filed: who formed what, by which step, when (档案法实施条例第三十九条)."""
    room = contents_of(matter.kind)
    return {
        "number": matter.number,
        "kind": matter.kind,
        "title": matter.title,
        "body": matter.body.name,
        "organ": matter.organ.name,
        "state": matter.state,
        "rulebook": matter.rulebook,
        "opened_at": matter.opened_at.isoformat(),
        "steps": [
            {
                "step": each.code,
                "to": each.to_state,
                "at": each.at.isoformat(),
                "by": each.by.post if each.by else "系统",
                "note": each.note,
                "basis": each.basis,
            }
            for each in timeline(matter)
        ],
        "notes": [
            {"part": each.part, "text": each.text, "by": each.by.post if each.by else "系统"}
            for each in notes_of(matter)
        ],
        "contents": room.values(matter) if room is not None else {},
    }


def _documents(matter: Matter) -> list[dict[str, str]]:
    document = Document.objects.filter(matter=matter).select_related("matter__organ").first()
    if document is None:
        return []
    day, title = str(document.issued_on or ""), f"{matter.title} {document.number}".strip()
    found = [
        (document.pdf, "pdf", "文书"),
        (document.docx, "docx", "文书"),
        (document.sealed_scan, "pdf", "正本"),
    ]
    return [
        _line(f"{zh}_{matter.number}.{ending}", title, matter.organ.name, day, kept)
        for kept, ending, zh in found
        if kept
    ]


def _line(name: str, title: str, maker: str, day: str, kept: str) -> dict[str, str]:
    return {"name": name, "title": title, "maker": maker, "day": day, "kept": kept}


def _digest(home: Home, kept: str) -> str:
    """Return the SHA-256 of what is put into the package; a sealed file stays out, and says so."""
    return "密封件，不随包移交" if files.is_sealed(home, kept) else kept


def _folder(case: FiledCase) -> str:
    return f"{case.place:04d}"


def _safe(name: str) -> str:
    return "".join("_" if each in '/\\:*?"<>|' or ord(each) < 32 else each for each in name)[-120:]


def _put(package: zipfile.ZipFile, name: str, content: bytes, sums: list[tuple[str, str]]) -> None:
    package.writestr(_entry(name), content)
    sums.append((name, sha256(content).hexdigest()))


def _put_file(
    package: zipfile.ZipFile, name: str, kept: str, home: Home, sums: list[tuple[str, str]]
) -> None:
    if files.is_sealed(home, kept):
        return
    source: BinaryIO
    with files.opened(home, kept) as source, package.open(_entry(name), "w") as target:
        for chunk in iter(lambda: source.read(_CHUNK), b""):
            target.write(chunk)
    sums.append((name, kept))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    return entry
