"""Commands about sign-ins, for whoever keeps the machine: somebody lost the phone, somebody must be out now."""

import click

from chengxin.foundation.accounts.models import User
from chengxin.foundation.signins import operations
from chengxin.foundation.signins.models import SignInKind
from chengxin.ground import clock


@click.group()
def signins() -> None:
    """登录: 强制退出、重置第二重验证。

    例: chengxin signins reset-factors zhang --reason 手机遗失
    """


@signins.command()
@click.argument("name")
@click.option("--reason", required=True, help="理由，写入登录日志")
def end(name: str, reason: str) -> None:
    """结束用户 NAME 的全部登录。

    例: chengxin signins end zhang --reason 设备遗失
    """
    user, at = _user(name), clock.now()
    ended = operations.end_devices_of(user=user, kind=SignInKind.FORCED_OUT, at=at)
    operations.note_event(user=user, kind=SignInKind.FORCED_OUT, at=at, reason=reason)
    click.echo(f"{name}: 结束 {ended} 处登录")


@signins.command()
@click.argument("name")
@click.option("--reason", required=True, help="理由，写入登录日志")
def reset_factors(name: str, reason: str) -> None:
    """重置用户 NAME 的第二重验证，并结束其全部登录；请先当面核实本人身份。

    例: chengxin signins reset-factors zhang --reason 手机遗失
    """
    removed = operations.reset_factors(user=_user(name), reason=reason, at=clock.now())
    click.echo(f"{name}: 删除 {removed} 项第二重验证，下次登录后须重新登记")


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        raise click.BadParameter(f"没有用户 {name}", param_hint="NAME")
    return user


commands = (signins,)
