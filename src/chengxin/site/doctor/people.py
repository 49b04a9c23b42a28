"""人: demo accounts, three administrators, second factors, accounts that nobody uses."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.auth.hashers import check_password

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.queries import mandates_in_force
from chengxin.foundation.signins.queries import has_second_factor
from chengxin.site.demo import LOGINS, PASSWORD
from chengxin.site.doctor.findings import Deployment, Finding, Weight
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

UNUSED_FOR = timedelta(days=90)
_DEFAULT_NAMES = ("admin", "administrator", "root", "test", "guest", "demo", "user")
# The three tasks of T-42 by the codes of their roles; where there is no such role, none can hold it.
_TASKS = (
    ("系统管理员", ("administrator",)),
    ("安全管理员", ("security_admin",)),
    ("审计管理员", ("audit_admin", "auditor")),
)


def demo_accounts(here: Deployment) -> Iterator[Finding]:
    """Accounts that `chengxin demo` made, with the password that it prints."""
    if here.settings.DEMO:
        return
    names = [login.username for login in LOGINS]
    known = [
        user.username
        for user in User.objects.filter(username__in=names, is_active=True)
        if check_password(PASSWORD, user.password)
    ]
    if known:
        yield Finding(
            "accounts.demo",
            Weight.FAULT,
            f"有 {len(known)} 个演示账号还用着公开的密码: {'、'.join(known[:5])}",
            "任何人都知道这个密码；默认账号应当改名或者删除（GB/T 22239 8.1.4.2）",
            "不要把演示的家目录用于正式环境；另建家目录，或者逐个运行 chengxin user end 用户名",
        )


def default_names(here: Deployment) -> Iterator[Finding]:
    if here.settings.DEMO:
        return
    found = User.objects.filter(username__in=_DEFAULT_NAMES, is_active=True).values_list(
        "username", flat=True
    )
    if names := sorted(found):
        yield Finding(
            "accounts.default_names",
            Weight.WARNING,
            f"有人人都会先试的用户名: {'、'.join(names)}",
            "应当重命名默认账号（GB/T 22239 8.1.4.2）",
            "为本人另开账号，停用这些: chengxin user end 用户名",
        )


def three_administrators(here: Deployment) -> Iterator[Finding]:
    """System, security and audit administration are held by three different people (policy T-42)."""
    holders = {
        zh: {mandate.user.username for mandate in _held(here) if mandate.role in roles}
        for zh, roles in _TASKS
        if set(roles) & set(Actor)
    }
    why = "系统管理、安全管理、审计管理应当由三个不同的人担任（GB/T 22239 8.1.4.2）"
    for zh, names in holders.items():
        if not names:
            yield Finding(
                "accounts.administrator_missing",
                Weight.WARNING,
                f"没有{zh}",
                why,
                f"chengxin user add 用户名 --post {zh} --role 角色代码 --body 单位",
            )
    tasks = list(holders.items())
    for number, (zh, names) in enumerate(tasks):
        for other_zh, other_names in tasks[number + 1 :]:
            if both := sorted(names & other_names):
                yield Finding(
                    "accounts.same_administrator",
                    Weight.FAULT,
                    f"{zh}和{other_zh}是同一个人: {'、'.join(both)}",
                    why,
                    "停止其中一个岗位，授予另一个人: chengxin user end 用户名，chengxin user add …",
                )


def without_second_factor(here: Deployment) -> Iterator[Finding]:
    demanding = here.settings.SECOND_FACTOR_ROLES
    owing = {mandate.user for mandate in _held(here) if mandate.role in demanding}
    names = sorted(user.username for user in owing if not has_second_factor(user))
    if names:
        yield Finding(
            "accounts.second_factor",
            Weight.WARNING,
            f"{len(names)} 个必须使用第二重验证的人还没有登记: {'、'.join(names[:5])}",
            "两种以上鉴别方式，至少一种用密码技术（GB/T 22239 8.1.4.1）",
            "本人登录以后按提示登记动态口令或者通行密钥；登记以前什么也办不了",
        )
    if not demanding and not here.settings.DEMO:
        yield Finding(
            "accounts.no_second_factor",
            Weight.FAULT,
            "没有任何岗位必须使用第二重验证",
            "两种以上鉴别方式，至少一种用密码技术（GB/T 22239 8.1.4.1）",
            "去掉 CHENGXIN_SECOND_FACTOR= 的空设置，恢复默认",
        )


def unused(here: Deployment) -> Iterator[Finding]:
    """Accounts that hold a post and were not used for long: they should be looked at (policy T-42)."""
    since = here.at - UNUSED_FOR
    idle = sorted(
        {
            mandate.user.username
            for mandate in _held(here)
            if mandate.user.last_login and mandate.user.last_login < since
        }
    )
    if idle:
        yield Finding(
            "accounts.unused",
            Weight.WARNING,
            f"{len(idle)} 个有岗位的账号九十天没有登录: {'、'.join(idle[:5])}",
            "应当及时删除多余的、过期的账号（GB/T 22239 8.1.4.2）",
            "核对是否还在岗；不在岗的 chengxin user end 用户名",
        )


def _held(here: Deployment) -> list[Mandate]:
    return mandates_in_force(on=legal_day(here.at))


CHECKS = (demo_accounts, default_names, three_administrators, without_second_factor, unused)
