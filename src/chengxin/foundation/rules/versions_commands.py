"""`chengxin rulebook versions`: which version was current from when, and where."""

import click
from django.utils.timezone import localtime

from chengxin.foundation.rules.queries import loadings, rulebook_of
from chengxin.foundation.rules.queries import versions as current_versions


@click.command()
def versions() -> None:
    """列出载入过的版本，最新的在前；* 是新事项现在依据的版本。

    例: chengxin rulebook versions
    """
    current, marked = current_versions().by_scope, set()
    for loading in loadings():
        is_current = loading.scope not in marked and current[loading.scope] == loading.snapshot_id
        marked.add(loading.scope)
        book = rulebook_of(loading.snapshot_id)
        told = f"{len(book.entries)} 条，规则调整 {len(book.edits)} 项"
        promises = len(book.city.promises) if book.city else 0
        where = f"{loading.city}，承诺时限 {promises} 项" if loading.city else "全省"
        at = f"{localtime(loading.at):%Y-%m-%d %H:%M}"
        click.echo(f"{'*' if is_current else ' '} {loading.snapshot_id[:12]}  {at}  {where}  {told}")
