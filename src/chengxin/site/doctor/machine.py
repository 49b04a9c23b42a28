"""机器: keys and files, room on the disk, the clock, backups, processes."""

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from chengxin.ground import ciphers, keys
from chengxin.ground.heartbeats import last_heartbeat
from chengxin.site.doctor.findings import Deployment, Finding, Weight

NEEDED_KEYS = {"django": "会话", ciphers.SEALING_KEY: "加密个人信息的主"}
LEAST_FREE = 2 * 1024**3  # bytes
LEAST_SHARE = 0.10
OLDEST_BACKUP = timedelta(days=2)
LATE_HEARTBEAT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(minutes=10)
CLOCK_APART = timedelta(seconds=60)
SECONDS_TO_ASK = 10


def keys_missing(here: Deployment) -> Iterator[Finding]:
    needed = {**dict.fromkeys(keys.registered(here.home), "数据"), **NEEDED_KEYS}
    for name, zh in needed.items():
        if not (here.home.keys / name).exists():
            yield Finding(
                "keys.missing",
                Weight.FAULT,
                f"缺少{zh}密钥 keys/{name}",
                "没有它，已经加密的内容打不开，登录不能延续",
                "从与备份分开保管的密钥副本取回；全新的家目录运行 chengxin init",
            )


def keys_replaced(here: Deployment) -> Iterator[Finding]:
    """A key file is not the one that sealed what is there."""
    for name, known in keys.registered(here.home).items():
        place = here.home.keys / name
        if place.exists() and keys.check_value(place.read_bytes()) != known:
            yield Finding(
                "keys.replaced",
                Weight.FAULT,
                f"密钥文件 keys/{name} 不是原来的那一把",
                "用原来那一把密封的内容打不开",
                "从恢复副本取回：chengxin keys recover",
            )


def keys_exposed(here: Deployment) -> Iterator[Finding]:
    if not here.home.keys.exists():
        return
    for place in (here.home.keys, *sorted(here.home.keys.iterdir())):
        expected = 0o700 if place.is_dir() else 0o600
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & ~expected:
            yield Finding(
                "keys.exposed",
                Weight.FAULT,
                f"{_within(here, place)} 的权限是 {mode:04o}，他人可以读取",
                "密钥只能由运行本程序的用户读取（GB/T 22239 8.1.4.2）",
                f"chmod {expected:o} {place}",
            )


def home_exposed(here: Deployment) -> Iterator[Finding]:
    """Anybody of the machine could read the databases or the files, or write anywhere in the home."""
    watched = [here.home.root, here.home.files, *sorted(here.home.root.glob("*.db*"))]
    for place in (each for each in watched if each.exists()):
        mode = stat.S_IMODE(place.stat().st_mode)
        reached = here.home.root.stat().st_mode & stat.S_IXOTH
        if mode & stat.S_IWOTH or (place.is_file() and reached and mode & stat.S_IROTH):
            yield Finding(
                "files.exposed",
                Weight.FAULT,
                f"{_within(here, place)} 的权限是 {mode:04o}，本机其他用户可以读取或者改写",
                "数据库里有案件材料；权限应当最小（GB/T 22239 8.1.4.2）",
                f"chmod -R o-rwx {here.home.root}",
            )
            return


def not_ours(here: Deployment) -> Iterator[Finding]:
    if here.home.root.exists() and here.home.root.stat().st_uid != os.getuid():
        yield Finding(
            "files.owner",
            Weight.FAULT,
            "家目录不属于运行本程序的用户",
            "写不进去，或者说明程序以别的身份（例如 root）运行",
            f"chown -R 运行程序的用户 {here.home.root}，并以该用户运行",
        )


def disk_full(here: Deployment) -> Iterator[Finding]:
    usage = shutil.disk_usage(here.home.root)
    if usage.free < LEAST_FREE or usage.free < usage.total * LEAST_SHARE:
        yield Finding(
            "disk.free",
            Weight.FAULT if usage.free < LEAST_FREE else Weight.WARNING,
            f"家目录所在的磁盘只剩 {usage.free / 1024**3:.1f} GB（{usage.free * 100 // usage.total}%）",
            "写满以后，登录、办理、公示和终止公示都会停下",
            "扩容，或者把旧备份移到别处",
        )


def clock_apart(here: Deployment) -> Iterator[Finding]:
    """Compare with the clock of the source that was named, as it stands in the head of its answer."""
    if not here.time_source:
        return
    try:
        answer = requests.head(here.time_source, timeout=SECONDS_TO_ASK, allow_redirects=False)
        told = parsedate_to_datetime(answer.headers["Date"])
    except (requests.RequestException, KeyError, ValueError):
        yield Finding(
            "clock.unknown",
            Weight.WARNING,
            f"时间来源 {here.time_source} 没有应答，或者没有说时间",
            "没有可以对照的时间",
            "换一个时间来源，例如本省政务外网的授时网站",
        )
        return
    apart = abs(told - here.at)
    if apart > CLOCK_APART:
        yield Finding(
            "clock.apart",
            Weight.FAULT,
            f"本机时钟与 {here.time_source} 相差 {int(apart.total_seconds())} 秒",
            "期限、送达、日志的时间都以本机时钟为准；动态口令也会不对",
            "启用对时: timedatectl set-ntp true，或者配置 chrony",
        )


def backups_old(here: Deployment) -> Iterator[Finding]:
    folder = Path(here.settings.BACKUPS)
    newest = (
        max((each.stat().st_mtime for each in folder.glob("*")), default=None) if folder.exists() else None
    )
    if newest is None:
        what, weight = "没有任何备份", Weight.WARNING if here.settings.DEMO else Weight.FAULT
    elif here.at.timestamp() - newest > OLDEST_BACKUP.total_seconds():
        what, weight = f"最新的备份是 {_days_ago(here.at, newest)} 天前的", Weight.WARNING
    else:
        return
    yield Finding(
        "backups.age",
        weight,
        what,
        "磁盘损坏或者误操作以后，办理中的事项和加密的材料都找不回来（GB/T 22239 8.1.4.9）",
        f"chengxin backup，并看夜间备份为什么没有做；备份在 {folder}，见“怎样备份和恢复”",
    )


def processes_dead(here: Deployment) -> Iterator[Finding]:
    for name, zh, meaning in (
        ("worker", "后台作业", "导入、公示、通知都不会办理"),
        ("clock", "时钟", "期限不提醒、到期不终止、日志不签署"),
    ):
        last = last_heartbeat(here.home, name)
        if last is None or here.at - last > LATE_HEARTBEAT:
            since = f"，最后一次是 {last:%Y-%m-%d %H:%M} UTC" if last else ""
            yield Finding(
                f"{name}.dead",
                Weight.FAULT,
                f"{zh}进程没有心跳{since}",
                f"没有它，{meaning}",
                "chengxin serve（三个进程一起启动）；单独部署的，检查 chengxin worker 和 chengxin clock",
            )


def tasks_stuck(here: Deployment) -> Iterator[Finding]:
    waiting = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, enqueued_at__lt=here.at - LONGEST_WAIT
    )
    if count := waiting.count():
        yield Finding(
            "tasks.waiting",
            Weight.WARNING,
            f"{count} 项后台作业等了十分钟以上",
            "后台作业进程停了，或者忙不过来",
            "查看运行日志；重新启动 chengxin serve",
        )
    since = here.at - timedelta(days=1)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=since)
    if count := failed.count():
        yield Finding(
            "tasks.failed",
            Weight.WARNING,
            f"一天之内有 {count} 项后台作业失败",
            "例如导入没有完成",
            "查看运行日志中的“失败”；改正后在页面上重新提交",
        )


def _within(here: Deployment, place: Path) -> str:
    return str(place.relative_to(here.home.root.parent))


def _days_ago(at: datetime, moment: float) -> int:
    return int((at.timestamp() - moment) // 86400)


CHECKS = (
    keys_missing,
    keys_replaced,
    keys_exposed,
    home_exposed,
    not_ours,
    disk_full,
    clock_apart,
    backups_old,
    processes_dead,
    tasks_stuck,
)
