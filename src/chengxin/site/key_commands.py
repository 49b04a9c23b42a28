"""Commands about keys: what there is, what is missing, rotation, sealing anew, the recovery copy."""

import secrets
from pathlib import Path

import click

from chengxin.ground import ciphers, escrow, home, keyring, keys, resealing
from chengxin.ground.keyring import INDEXING, SEALING, KeyBroken

SESSION_KEY = "django"


@click.group("keys")
def keys_group() -> None:
    """密钥: 查看、核对、轮换、重新密封、恢复副本。

    例: chengxin keys check
    """


@keys_group.command()
def check() -> None:
    """核对每一把密钥: 在不在、是不是原来的那一把、主密钥能不能打开数据密钥。

    例: chengxin keys check
    """
    here = home.current()
    wrong = list(keys.faults(here))
    if not wrong:
        try:
            for key in keyring.data_keys(here):
                click.echo(f"{key.name}\t{key.suite.zh}")
        except (keys.KeyMissing, KeyBroken) as fault:
            wrong.append(str(fault))
    if wrong:
        raise click.ClickException("\n".join(wrong))
    click.echo(f"密钥 {len(keys.registered(here))} 把，齐全")


@keys_group.command()
@click.argument("purpose")
@click.option("--use", type=click.Choice([SEALING, INDEXING]), default=SEALING, show_default=True)
def rotate(purpose: str, use: str) -> None:
    """为用途 PURPOSE（如 officials、evidence）新建下一把数据密钥；随后运行 keys reseal。

    例: chengxin keys rotate officials
    """
    here = home.current()
    if not keyring.numbers(here, use, purpose):
        known = "、".join(keyring.purposes(here, use)) or "还没有"
        raise click.ClickException(f"用途 {purpose} 没有密钥，没有什么可以轮换；有密钥的用途: {known}")
    key = keyring.rotate(here, use, purpose, ciphers.suite())
    click.echo(f"新建 {key.name}（{key.suite.zh}）；请运行 chengxin keys reseal，并重新制作恢复副本")


@keys_group.command("rotate-master")
def rotate_master() -> None:
    """更换主密钥: 数据密钥改由新的主密钥包裹，密封的内容不动。中断以后再次运行即可继续。

    例: chengxin keys rotate-master
    """
    count = keyring.replace_master(home.current())
    click.echo(f"主密钥已更换，重新包裹数据密钥 {count} 把；请重新制作恢复副本")


@keys_group.command("renew-session")
def renew_session() -> None:
    """更换会话密钥 keys/django: 现在的登录全部结束；先停止服务。没有内容用它密封，丢失或者外泄都这样办。

    例: chengxin keys renew-session
    """
    keys.replace_key(home.current(), SESSION_KEY, secrets.token_bytes(32))
    click.echo("会话密钥已更换，现在的登录全部结束；请启动服务，并重新制作恢复副本")


@keys_group.command()
def reseal() -> None:
    """把旧密钥密封的内容改用最新的密钥密封；可以随时中断，再次运行从断处继续。

    例: chengxin keys reseal
    """
    for step in resealing.reseal(home.current()):
        click.echo(f"{step.zh}: {step.seen} / {step.whole}，改用新密钥 {step.changed}")
    left = {zh: count for zh, count in resealing.under_earlier_keys().items() if count}
    if left:
        click.echo(f"还有 {sum(left.values())} 行在办理中改动过，请再运行一次")
    else:
        click.echo("没有内容再用旧密钥；旧密钥仍须保存，直到旧的备份全部销毁")


@keys_group.command("escrow")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="写入的文件")
@click.password_option("--passphrase", prompt="恢复口令", help="不少于 16 个字符；默认在终端输入")
def write_escrow(out: Path, passphrase: str) -> None:
    """制作恢复副本: 全部密钥放进一个以口令加密的文件，请离机保存，口令另行保存。

    例: chengxin keys escrow --out keys-2026.json
    """
    try:
        count = escrow.write_copy(home.current(), out, passphrase)
    except (escrow.CopyRefused, FileExistsError) as refusal:
        told = str(refusal) if isinstance(refusal, escrow.CopyRefused) else f"文件 {out} 已经存在"
        raise click.ClickException(told) from None
    click.echo(f"已写入 {out}: 密钥 {count} 把")


@keys_group.command()
@click.argument("copy", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--passphrase", prompt="恢复口令", hide_input=True)
def recover(copy: Path, passphrase: str) -> None:
    """从恢复副本 COPY 取回缺少的密钥；在用的密钥绝不覆盖。

    例: chengxin keys recover keys-2026.json
    """
    try:
        put_back, differing = escrow.recover(home.current(), copy, passphrase)
    except escrow.CopyRefused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"取回 {len(put_back)} 把: {'、'.join(put_back) or '没有缺少的'}")
    if differing:
        click.echo(f"与副本不同、未作改动: {'、'.join(differing)}（副本之后轮换过，或者文件被改动）")
