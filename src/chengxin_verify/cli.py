"""核验命令: reads what the command line names, checks it, and says so in lines that begin with ✓ or ✗."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.receipt import check_receipt
from chengxin_core.ledger.report import Outcome, Report
from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey
from chengxin_verify.places import DirectoryPlace, PlaceUnreadable, WebPlace, is_url, read_file, read_url

MARKS = {Outcome.PASSED: "✓", Outcome.FAILED: "✗", Outcome.UNCHECKED: "?"}
EXIT_CODES = {Outcome.PASSED: 0, Outcome.FAILED: 1, Outcome.UNCHECKED: 2}
UNREADABLE = 2

EXAMPLES = """\
示例:
  python -m chengxin_verify 回执.json --key log.example+1a2b3c4d+AQ…      核验一份回执
  python -m chengxin_verify ./public --key log.example+1a2b3c4d+AQ…      核验一个公示目录
  python -m chengxin_verify https://log.example/log --remember seen.txt  核验网站, 并与上次所见比对

退出码: 0 全部通过; 1 有一项未通过; 2 未能核验 (读不到、没有公钥或参数有误)。
"""


def main(argv: Sequence[str]) -> int:
    """Check what `argv` names and print the report; return 0, 1 or 2 as the examples say."""
    options = _parser().parse_args(argv)
    try:
        keys = [VerifierKey.from_string(key) for key in options.key]
        report = _check(options.target, keys, options.earlier, options.remember)
    except (KeyMalformed, PlaceUnreadable) as fault:
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
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    return parser
