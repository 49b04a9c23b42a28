"""核验命令: reads what the command line names, checks it, and says so in lines that begin with ✓ or ✗."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.following import follow_receipt
from chengxin_core.ledger.receipt import check_receipt
from chengxin_core.ledger.report import Outcome, Report
from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey
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
  python -m chengxin_verify https://log.example/log --remember seen.txt  核验网站, 并与上次所见比对

退出码: 0 全部通过; 1 有一项未通过; 2 未能核验 (读不到、没有公钥或参数有误)。
"""


class AskedAmiss(ValueError):
    """Options that do not go together."""


def main(argv: Sequence[str]) -> int:
    """Check what `argv` names and print the report; return 0, 1 or 2 as the examples say."""
    options = _parser().parse_args(argv)
    try:
        keys = [VerifierKey.from_string(key) for key in options.key]
        report = (
            _follow(options.target, keys, options.log, options.save)
            if options.log or options.save
            else _check(options.target, keys, options.earlier, options.remember)
        )
    except (KeyMalformed, PlaceUnreadable, FileNotWritten, AskedAmiss) as fault:
        _print_fault(str(fault), as_json=options.json)
        return UNREADABLE
    _print_report(report, as_json=options.json)
    return EXIT_CODES[report.outcome]


def _check(
    target: str, keys: Sequence[VerifierKey], earlier: Sequence[Path], remember: Path | None
) -> Report:
    place = _directory(target)
    if place is None:
        return check_receipt(_receipt(target), keys)
    notes = [read_file(file) for file in earlier]
    if remember is not None and remember.exists():
        notes.append(read_file(remember))
    checkpoint = place.read(CHECKPOINT)

    def read(path: str) -> bytes | None:
        return checkpoint if path == CHECKPOINT else place.read(path)

    report = check_bundle(read, place.list_files, verifier_keys=keys, earlier=notes)
    if remember is not None and checkpoint is not None and report.outcome is Outcome.PASSED:
        remember.write_bytes(checkpoint)
    return report


def _follow(target: str, keys: Sequence[VerifierKey], log: str | None, save: Path | None) -> Report:
    """Check a receipt, add what its log says followed, and save the newer receipt where all of it held."""
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


def _directory(target: str) -> DirectoryPlace | WebPlace | None:
    """Return the published directory that `target` names, or None where it names a receipt."""
    if is_url(target):
        return None if target.endswith(".json") else WebPlace(target)
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
        description="核验回执、公示目录或网站: 不需要平台配合, 只用公开的标准重新计算。",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("target", help="回执文件、公示目录, 或者它们的网址 (以 .json 结尾的是回执)")
    parser.add_argument(
        "--key", action="append", default=[], metavar="VKEY", help="日志的公钥, 应从平台之外取得; 可多次给出"
    )
    parser.add_argument(
        "--earlier",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="先前见过的检查点; 可多次给出",
    )
    parser.add_argument(
        "--remember", type=Path, metavar="FILE", help="与此文件中的检查点比对, 通过后记下这次的"
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
