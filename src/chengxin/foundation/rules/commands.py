"""Commands of the law: check rulebooks, show a rule, tell what differs between two days, export."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click
from django.db import DatabaseError

from chengxin.foundation.rules.queries import NoRulebook, comparisons, current_rulebook
from chengxin.foundation.rules.versions_commands import versions
from chengxin.ground import clock
from chengxin_core.rulebook import Entry, Problem, Rulebook, check, differences, reference, telling
from chengxin_rulebooks import provinces, rulebook_sources

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rulebook() -> None:
    """制度规则库: 检查、查看、比较、导出。

    例: chengxin rulebook show C-17
    """


@rulebook.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check_files(paths: tuple[Path, ...]) -> None:
    """检查随程序发布的规则文件；给出文件或者目录时，与发布的规则放在一起检查，同名的以给出的为准。

    例: chengxin rulebook check my-rules/shandong/measures.toml
    """
    given = dict(_files_of(paths))
    found: list[Problem] = []
    for province in provinces():
        sources = {**rulebook_sources(province), **given}
        problems = check(sources)
        found += [problem for problem in problems if problem not in found]
        click.echo(f"{province}: {len(sources)} 个文件，{len(problems)} 处问题")
    for problem in found:
        click.echo(str(problem))
    raise SystemExit(1 if found else 0)


@rulebook.command()
@click.argument("rule_id")
@click.option("--on", "day", type=DAY, help="按哪一天的规定，默认今天")
@click.option("--province", help="看哪个省市的规定；不写为本省")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def show(rule_id: str, day: datetime | None, province: str | None, as_json: bool) -> None:
    """查看一条规则在某一天怎样规定、出处是什么。

    例: chengxin rulebook show C-17 --on 2026-11-23
    """
    on, book = _day(day), _book(province)
    rules = {rule.id: rule for rule in reference.rules(book)}
    if rule_id not in rules:
        raise click.ClickException(
            f"规则库没有规则 {rule_id}；编号形如 C-17、K1-03，可以用 chengxin rulebook export 查看全部"
        )
    entries = rules[rule_id].on(on)
    if as_json:
        click.echo(_json([telling.as_json(entry) for entry in entries]))
        return
    click.echo(f"{rule_id}，{on} 的规定" + ("" if entries else "：没有施行中的规定"))
    for entry in entries:
        click.echo("\n".join(_lines(entry)))


@rulebook.command()
@click.option("--from", "from_", type=DAY, required=True, help="较早的一天")
@click.option("--to", type=DAY, required=True, help="较晚的一天")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def diff(from_: datetime, to: datetime, as_json: bool) -> None:
    """两天之间，哪些规定新增、改变、不再施行。

    例: chengxin rulebook diff --from 2026-03-31 --to 2026-04-01
    """
    changes = differences.changes_in_time(_book(None), from_=from_.date(), to=to.date())
    if as_json:
        click.echo(_json([_change_as_json(change) for change in changes]))
        return
    for change in changes:
        click.echo(f"{change.difference.zh} {change.entry.rule_id} {change.entry.key}")
        for word, entry in (("原", change.before), ("现", change.after)):
            if entry is not None:
                click.echo(f"  {word}: {_says(entry)}（{entry.shown}）")
    click.echo(f"{from_.date()} 与 {to.date()} 之间 {len(changes)} 处不同")


@rulebook.command()
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写入文件，默认输出到屏幕")
def export(out: Path | None) -> None:
    """把整个规则库连同各地的比较导出为 JSON。

    例: chengxin rulebook export --out rules.json
    """
    text = _json(reference.to_json(_book(None), comparisons()))
    if out is None:
        click.echo(text)
        return
    out.write_text(text + "\n", encoding="utf-8")
    click.echo(f"已写入 {out}")


def _files_of(paths: tuple[Path, ...]) -> Iterator[tuple[str, bytes]]:
    """Give each file under the name that it has below its issuer's folder."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*.toml")):
                yield file.relative_to(path).as_posix(), file.read_bytes()
        else:
            shipped = path.parent.name in ("national", *provinces())
            yield f"{path.parent.name}/{path.name}" if shipped else path.name, path.read_bytes()


def _book(province: str | None) -> Rulebook:
    """Return the rulebook loaded here, or that of a province; before anything was loaded, the shipped one."""
    try:
        if province is None:
            return current_rulebook()
        return Rulebook.load(rulebook_sources(province))
    except (NoRulebook, DatabaseError):
        click.echo("尚未载入规则库，以下是随程序发布的版本", err=True)
        return Rulebook.load(rulebook_sources())
    except LookupError as fault:
        raise click.ClickException(str(fault)) from None


def _lines(entry: Entry) -> Iterator[str]:
    yield f"- [{telling.kind_of(entry).zh}] {_says(entry)}"
    until = f"至 {entry.in_force_until} 前" if entry.in_force_until else "起施行"
    read = f"，见于 {entry.source}" if entry.source else ""
    yield f"    {entry.shown}；自 {entry.in_force_from} {until}；{entry.authority.confidence.zh}{read}"


def _says(entry: Entry) -> str:
    return "：".join(filter(None, (entry.gist, telling.told(entry))))


def _change_as_json(change: differences.Change) -> dict[str, object]:
    return {
        "difference": change.difference.value,
        "before": telling.as_json(change.before) if change.before else None,
        "after": telling.as_json(change.after) if change.after else None,
    }


def _day(day: datetime | None) -> date:
    return day.date() if day else clock.today()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


rulebook.add_command(versions)

commands = (rulebook,)
