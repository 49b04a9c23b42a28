"""Commands about the law: the group `chengxin rulebook`, to which each file adds its own."""

import click

from chengxin.foundation.rules.versions_commands import versions


@click.group()
def rulebook() -> None:
    """制度规则库: 版本，以及换用另一版本会改变什么。

    例: chengxin rulebook versions
    """


rulebook.add_command(versions)

commands = (rulebook,)
