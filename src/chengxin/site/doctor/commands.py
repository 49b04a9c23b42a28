"""`chengxin doctor`."""

import json

import click
from django.conf import settings

from chengxin.ground import clock, home
from chengxin.site.doctor.examination import examine
from chengxin.site.doctor.findings import Deployment, Finding, Weight


@click.command()
@click.option("--json", "as_json", is_flag=True, help="打印 JSON，供监控读取")
@click.option("--url", default="", help="网站的地址；给出时检查它实际的应答头、HSTS 和 Cookie")
@click.option("--clock", "time_source", default="", help="可信的时间来源的网址；给出时与本机时钟对照")
def doctor(*, as_json: bool, url: str, time_source: str) -> None:
    """系统体检: 检查设置、密钥、权限、账号、日历、备份、进程和网站的应答，说明怎样处理。

    有必须处理的，退出码为 2；只有应当处理的，为 1；都好，为 0。

    例: chengxin doctor --url https://credit.example.gov.cn
    """
    here = Deployment(home.current(), settings, clock.now(), address=url, time_source=time_source)
    found = examine(here)
    if as_json:
        click.echo(json.dumps([finding.as_json() for finding in found], ensure_ascii=False, indent=1))
    else:
        _tell(found)
    raise SystemExit(_code(found))


def _tell(found: list[Finding]) -> None:
    for finding in found:
        click.echo(f"{finding}\n")
    counts = "，".join(
        f"{weight.zh} {number} 项"
        for weight in Weight
        if (number := sum(finding.weight is weight for finding in found))
    )
    click.echo(counts or "没有发现问题")


def _code(found: list[Finding]) -> int:
    weights = {finding.weight for finding in found}
    return 2 if Weight.FAULT in weights else 1 if Weight.WARNING in weights else 0


commands = (doctor,)
