"""见证命令: make a key, or follow logs until asked to stop."""

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey
from chengxin_core.ledger.witness import logs_by_origin
from chengxin_witness.server import WitnessServer
from chengxin_witness.service import Witness
from chengxin_witness.state import State, StateUnusable

UNUSABLE = 2

EXAMPLES = """\
示例:
  chengxin witness --state ./见证 --key-new --name witness.example/w1      建立密钥, 打印公钥
  chengxin witness --state ./见证 --log log.example+1a2b3c4d+AQ… --port 8100  见证一个日志

日志更换公钥时, 重叠期内把新旧两个公钥都用 --log 给出。目录丢失或者从旧备份恢复之后, 不要继续使用原来的密钥。
"""


def main(argv: Sequence[str]) -> int:
    """Do what `argv` asks; return 0, or 2 where key, state or address cannot be used."""
    options = _parser().parse_args(argv)
    state = State(options.state)
    try:
        if options.key_new:
            State.make(options.state, name=options.name)
            _say(f"见证人公钥 {state.key().verifier_key}")
            return 0
        logs = logs_by_origin([VerifierKey.from_string(key) for key in options.log])
        if not logs:
            raise KeyMalformed("没有要见证的日志: 用 --log 给出日志的公钥")
        state.key()
        with state.only_process():
            witness = Witness(state, logs, now=lambda: int(time.time()))
            _serve(WitnessServer((options.host, options.port), witness), logs)
    except (KeyMalformed, OSError) as fault:
        _say(f"{fault}" if isinstance(fault, KeyMalformed | StateUnusable) else f"不能开始见证: {fault}")
        return UNUSABLE
    return 0


def _serve(server: WitnessServer, logs: dict[str, list[VerifierKey]]) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    host, port = server.server_address[:2]
    _say(f"见证人公钥 {server.witness.verifier_key}")
    for origin, keys in logs.items():
        _say(f"见证日志 {origin} (公钥 {len(keys)} 个)")
    _say(f"监听 http://{host!s}:{port}/")
    with server:
        server.serve_forever()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="chengxin witness",
        description="见证别家的存证日志: 只联署接续上次所见的检查点 (C2SP tlog-witness)。",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--state", type=Path, required=True, metavar="DIR", help="见证人的目录: 密钥和状态")
    parser.add_argument("--key-new", action="store_true", help="建立目录和新密钥, 打印公钥")
    parser.add_argument("--name", default="", help="见证人的名称, 不带协议的网址, 如 witness.example/w1")
    parser.add_argument(
        "--log", action="append", default=[], metavar="VKEY", help="见证哪个日志: 它的公钥; 可多次给出"
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址, 默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8100, help="监听端口, 默认 8100")
    return parser
