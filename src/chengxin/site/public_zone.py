"""Commands of the public side: write a bundle, build a node from one, fill its search index, serve the node.

`import`, `reindex` and `serve` run with the settings of a node (`public_settings`): nothing internal can be reached.
"""

from pathlib import Path

import click

from chengxin.doors.bundles.checking import BundleRefused
from chengxin.site import serving
from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey

FOLDER = click.Path(file_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, file_okay=False, path_type=Path)


def _read_key(ctx: click.Context, param: click.Parameter, words: tuple[str, ...]) -> tuple[VerifierKey, ...]:
    try:
        return tuple(VerifierKey.from_string(word) for word in words)
    except KeyMalformed as fault:
        raise click.BadParameter(str(fault)) from None


@click.group()
def public() -> None:
    """公开数据包和公开节点: 导出、导入、重建检索、启动。

    例: chengxin public export /srv/bundle
    """


@public.command("export")
@click.argument("folder", type=FOLDER)
@click.option("--site", is_flag=True, help="同时写出静态网页和 nginx 配置")
def export_bundle(folder: Path, site: bool) -> None:
    """把公开数据包写到文件夹，或者把已有的更新到现在；只写有变化的文件。

    例: chengxin public export /srv/bundle --site
    """
    from chengxin.site.sinks import write_bundle

    click.echo(write_bundle(folder.absolute(), with_pages=site, refresh=True))


@public.command("import")
@click.argument("folder", type=EXISTING)
@click.option(
    "--key",
    "keys",
    metavar="VKEY",
    callback=_read_key,
    multiple=True,
    help="日志的公钥，应从平台之外取得；可多次给出",
)
def import_bundle(folder: Path, keys: tuple[VerifierKey, ...]) -> None:
    """核验一个公开数据包，据此建立或者更新本公开节点；再次导入不改变什么。

    例: CHENGXIN_HOME=/srv/node chengxin public import /media/bundle --key 日志公钥
    """
    from chengxin.site import node

    try:
        for line in node.take_in(folder, keys):
            click.echo(line)
    except (BundleRefused, node.NoPublicNode) as fault:
        raise click.ClickException(f"未导入: {fault}") from None


@public.command("reindex")
@click.option("--anew", is_flag=True, help="先清空检索索引，全部重新收录；收录完之前检索不全")
def reindex(anew: bool) -> None:
    """收录还没有进入检索索引的在公示记录；中断以后再次运行会接着做。升级和导入时自动运行。

    例: chengxin public reindex --anew
    """
    from chengxin.doors.disclosure.operations import index_what_is_not

    click.echo(f"检索索引: 收录 {index_what_is_not(anew=anew)} 条")


@public.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, help="监听端口")
@click.option("--workers", default=2, show_default=True, help="网页进程数")
def serve_node(host: str, port: int, workers: int) -> None:
    """启动公开节点: 只有公示网页，没有工作台和后台作业；按 Ctrl+C 停止。

    例: CHENGXIN_HOME=/srv/node chengxin public serve --port 8000
    """
    raise SystemExit(serving.serve_public(host=host, port=port, workers=workers))


commands = (public,)
