"""Examining a deployment from all sides; and what must hold before it serves at all."""

import logging
from collections.abc import Iterable, Iterator

from chengxin.site.doctor import answers, channels, contents, machine, people, settings
from chengxin.site.doctor.findings import Check, Deployment, Finding, Weight

CHECKS: tuple[Check, ...] = (
    *settings.CHECKS,
    *machine.CHECKS,
    *contents.CHECKS,
    *people.CHECKS,
    *channels.CHECKS,
    *answers.CHECKS,
)
# Without these nothing serves, but in a demo.
START: tuple[Check, ...] = (*settings.START, machine.keys_exposed, people.demo_accounts)
_WEIGHTS = list(Weight)


class StartRefused(RuntimeError):
    """The installation must not serve as it is; the text says why and what to do."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        told = "\n".join(str(finding) for finding in findings)
        super().__init__(f"不能启动:\n{told}")


def examine(here: Deployment, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Return everything that is not as it should be, the heaviest first.

    A check that fails itself is a finding: the others go on.
    """
    found = [finding for check in checks for finding in _run(check, here)]
    return sorted(found, key=lambda finding: (_WEIGHTS.index(finding.weight), finding.code))


def refuse_weak_start(here: Deployment) -> None:
    """Raise `StartRefused` where a secret is weak, missing or public, or the settings let everybody in.

    A demo starts all the same: it says on every page that it is one.
    """
    if here.settings.DEMO:
        return
    faults = [finding for finding in examine(here, START) if finding.weight is Weight.FAULT]
    if faults:
        raise StartRefused(faults)


def _run(check: Check, here: Deployment) -> Iterator[Finding]:
    try:
        yield from check(here)
    except Exception as fault:
        logging.getLogger(__name__).debug("体检项目 %s 没有完成", check.__name__, exc_info=True)
        yield Finding(
            f"failed.{check.__name__}",
            Weight.FAULT,
            f"检查 {check.__name__} 没有完成: {type(fault).__name__}",
            "通常是数据库或者文件读不到",
            "先处理其他各项，再检查一次；仍然如此，请把运行日志交给维护人员",
        )
