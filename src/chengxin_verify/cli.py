"""核验命令: reads what the command line names, checks it, and says so in lines that begin with ✓ or ✗."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.evidence import EvidenceMalformed, check_evidence, read_evidence
from chengxin_core.ledger.following import follow_receipt
from chengxin_core.ledger.note import NoteMalformed
from chengxin_core.ledger.receipt import check_receipt
from chengxin_core.ledger.remembered import read_remembered, with_seen
from chengxin_core.ledger.report import Outcome, Report
from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey
from chengxin_core.ledger.signed_pdf import check_pdf, is_pdf
from chengxin_verify.places import (
    DirectoryPlace,
    FileNotWritten,
    PlaceUnreadable,
    WebPlace,
    is_url,
    read_file,
    read_url,
    write_new_file,
)

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.UNCHECKED: "?"}
EXIT_CODES = {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.UNCHECKED: 2}
UNREADABLE = 2

EXAMPLES = """\
示例:
  python -m chengxin_verify 回执.json --key log.example+1a2b3c4d+AQ…      核验一份回执
  python -m chengxin_verify 回执.json --log https://log.example/log --key …  再问日志: 它后来怎样了
  python -m chengxin_verify ./public --key log.example+1a2b3c4d+AQ…      核验一个公示目录
  python -m chengxin_verify https://log.example/log --remember seen.txt  核验网站, 并与历次所见比对
  python -m chengxin_verify 证据.json --key log.example+1a2b3c4d+AQ…      核验两个互相矛盾的检查点
  python -m chengxin_verify 查询结果.pdf --key log.example+1a2b3c4d+AQ…   核验一份签名的 PDF

退出码: 0 全部通过; 1 有一项未通过; 2 未能核验 (读不到、没有公钥或参数有误)。
"""


class AskedAmiss(ValueError):
    """Options that do not go together."""


def main(argv: Sequence[str]) -> int:
    """Check what `argv` names and print the report; return 0, 1 or 2 as the examples say."""
    options = _parser().parse_args(argv)
    try:
        report = _follow(options) if options.log or options.save else _check(options)
    except (
        KeyMalformed,
        NoteMalformed,
        PlaceUnreadable,
        FileNotWritten,
        AskedAmiss,
        EvidenceMalformed,
    ) as fault:
        _print_fault(str(fault), as_json=options.json)
        return UNREADABLE
    _print_report(report, as_json=options.json)
    return EXIT_CODES[report.outcome]


def _check(options: argparse.Namespace) -> Report:
    keys = [VerifierKey.from_string(key) for key in options.key]
    witnesses = [VerifierKey.from_string(key) for key in options.witness]
    place = _directory(options.target)
    if place is None:
        data = _receipt(options.target)
        if is_pdf(data):
            return check_pdf(data, keys)
        evidence = read_evidence(data)
        return check_evidence(evidence, keys) if evidence else check_receipt(data, keys, witnesses=witnesses)
    remembered = _remembered(options.remember)
    earlier = [note for file in options.earlier for note in read_remembered(read_file(file))]
    checkpoint = place.read(CHECKPOINT)

    def read(path: str) -> bytes | None:
        return checkpoint if path == CHECKPOINT else place.read(path)

    report = check_bundle(
        read,
        place.list_files,
        verifier_keys=keys,
        earlier=[*earlier, *remembered],
        witnesses=witnesses,
    )
    if options.remember is not None and checkpoint is not None and report.outcome is Outcome.PASSED:
        _write_whole(options.remember, with_seen(remembered, checkpoint))
    return report


def _follow(options: argparse.Namespace) -> Report:
    """Check a receipt, add what its log says followed, and save the newer receipt where all of it held."""
    target, log, save = options.target, options.log, options.save
    keys = [VerifierKey.from_string(key) for key in options.key]
    if log is None:
        raise AskedAmiss("--save 保存补上后续的回执, 要与 --log 同时给出")
    if _directory(target) is not None:
        raise AskedAmiss(f"--log 用来补上一份回执的后续, 而 {target} 是一个目录")
    place = _directory(log)
    if place is None:
        raise PlaceUnreadable(f"--log 应当是日志的网址或者目录, {log} 不是")
    followed = follow_receipt(_receipt(target), place.read, keys)
    if save is not None and followed.receipt is not None and followed.report.outcome is Outcome.PASSED:
        write_new_file(save, followed.receipt.to_bytes())
    return followed.report


def _remembered(file: Path | None) -> list[bytes]:
    """Return the checkpoints that a file holds; none where the file is yet to be made."""
    return read_remembered(read_file(file)) if file is not None and file.exists() else []


def _write_whole(file: Path, data: bytes) -> None:
    """Put `data` in the place of a file, so that what it remembered is never lost halfway."""
    new = file.with_name(f"{file.name}.new")
    with new.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(file)


def _directory(target: str) -> DirectoryPlace | WebPlace | None:
    """Return the published directory that `target` names, or None where it names a receipt."""
    if is_url(target):
        return None if target.endswith((".json", ".pdf")) else WebPlace(target)
    return DirectoryPlace(Path(target)) if Path(target).is_dir() else None


def _receipt(target: str) -> bytes:
    data = read_url(target) if is_url(target) else read_file(Path(target))
    if data is None:
        raise PlaceUnreadable(f"{target} 没有这份回执")
    return data


def _print_report(report: Report, *, as_json: bool) -> None:
    if as_json:
        _print(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        return
    for step in report.steps:
        _print(f"{MARKS[step.outcome]} {step.name}: {step.detail}")
    if report.outcome is Outcome.PASSED:
        _print(report.conclusion)
    else:
        _print(f"结论: {report.outcome.zh}。")
    for number, contradiction in enumerate(report.evidence, 1):
        _print(f"\n证据 {number}: 以下两个检查点由同一日志签署而互相矛盾, 请原样保存。--json 另附证明。")
        _print(f"\n{contradiction.first.decode()}\n{contradiction.second.decode()}")


def _print_fault(fault: str, *, as_json: bool) -> None:
    if as_json:
        _print(
            json.dumps({"outcome": "unchecked", "steps": [], "fault": fault}, ensure_ascii=False, indent=2)
        )
    else:
        _print(f"? {fault}")


def _print(text: str) -> None:
    """Print, but let nothing that was read speak to the terminal."""
    sys.stdout.write("".join(sign if sign.isprintable() or sign == "\n" else "�" for sign in text) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chengxin verify",
        description="核验回执、签名的 PDF、公示目录或网站: 不需要平台配合, 只用公开的标准重新计算。",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "target", help="回执或证据文件、签名的 PDF、公示目录, 或者它们的网址 (以 .json 或 .pdf 结尾的是文件)"
    )
    parser.add_argument(
        "--key", action="append", default=[], metavar="VKEY", help="日志的公钥, 应从平台之外取得; 可多次给出"
    )
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="VKEY",
        help="见证人的公钥, 应从见证人处取得; 可多次给出",
    )
    parser.add_argument(
        "--earlier",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="先前见过的一个或多个检查点; 可多次给出",
    )
    parser.add_argument(
        "--remember", type=Path, metavar="FILE", help="与此文件中历次的检查点比对, 通过后加上这次的"
    )
    parser.add_argument(
        "--log",
        metavar="URL|DIR",
        help="日志的网址或目录: 补上回执之后的条目 (更正、撤回、终止), 并核验日志前后一致",
    )
    parser.add_argument(
        "--save", type=Path, metavar="FILE", help="全部通过后, 把补上后续的回执存为新文件; 不覆盖已有的文件"
    )
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    return parser
