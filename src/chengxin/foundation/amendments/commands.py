"""`chengxin rulebook impact`: which running matters another version would change."""

import click

from chengxin.foundation.amendments.impact import changed_matters, current_target, named_target
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.commands import rulebook
from chengxin.foundation.rules.queries import NoRulebook, snapshot_named


@rulebook.command()
@click.option("--to", "beginning", help="换用哪个版本，写开头几位即可；默认为现在的版本")
def impact(beginning: str | None) -> None:
    """列出换用另一版本会改变哪些在办事项: 编号、期限、现在的到期日 → 新的到期日。什么也不改变。

    例: chengxin rulebook impact --to 4f9a2c
    """
    try:
        target = named_target(snapshot_named(beginning)) if beginning else current_target()
    except NoRulebook as refusal:
        raise click.BadParameter(str(refusal), param_hint="--to") from None
    changed = changed_matters(Matter.objects.all(), target)
    for each in changed:
        left, to = each.matter.rulebook[:12], each.target[:12]
        click.echo(f"{each.matter.number}  {left} → {to}  {'；'.join(map(str, each.days))}")
    click.echo(
        f"{len(changed)} 件在办事项会有变化；事项仍依开始时的版本，除非有人改依新版本（工作台“规则版本”）"
    )


commands = ()
