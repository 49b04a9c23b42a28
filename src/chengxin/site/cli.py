"""The command line: every room's `commands.py` brings its commands; `chengxin --help` lists them."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec

import click

from chengxin.foundation.deadlines.due_command import deadline
from chengxin.ground.chinese_click import speak_chinese
from chengxin.ground.home import ReplayDue
from chengxin.ground.keys import KeyExposed, KeyMissing
from chengxin.site.promises_command import promises

speak_chinese()
# These start at once: no framework, no database.
WITHOUT_ROOMS = ("verify", "witness", "deadline", "promises", "routing")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="chengxin", prog_name="chengxin")
def chengxin() -> None:
    """诚信: 政务诚信平台。

    状态都在 CHENGXIN_HOME（默认 ./var）里。第一次使用: chengxin init && chengxin serve
    """


@chengxin.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def verify(words: tuple[str, ...]) -> None:
    """核验回执、目录或者网址，不需要数据库。

    例: chengxin verify receipt.json --key 公示日志公钥
    """
    from chengxin_verify.cli import main as run

    raise SystemExit(run(list(words)))


@chengxin.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def witness(words: tuple[str, ...]) -> None:
    """见证别家的存证日志，不需要数据库，也不读家目录。

    例: chengxin witness --state ./见证 --log 日志公钥 --port 8100
    """
    from chengxin_witness.cli import main as run

    raise SystemExit(run(list(words)))


@chengxin.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def routing(words: tuple[str, ...]) -> None:
    """投诉分办建议和答复复核，不需要数据库。

    例: chengxin routing classify 来信.csv --json
    """
    from chengxin.mechanisms.supervision.routing_command import routing as run

    run(args=list(words), prog_name="chengxin routing")


chengxin.add_command(deadline)
chengxin.add_command(promises)


def main() -> None:
    """Run the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.site.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ["CHENGXIN_DEMO"] = "1"  # its pages bear the mark from the first one on
        _name_the_origin(sys.argv[2:])
    if sys.argv[1:2] == ["restore"]:
        _choose_home(sys.argv[2:])
    try:
        if sys.argv[1:2] == ["public"] and sys.argv[2:3] in (["import"], ["reindex"], ["serve"]):
            os.environ["DJANGO_SETTINGS_MODULE"] = "chengxin.site.public_settings"
            _set_up(("chengxin.site.public_zone",))
        elif _needs_rooms():
            _set_up(_rooms_with_commands())
        chengxin(prog_name="chengxin")
    except (KeyExposed, KeyMissing, ReplayDue) as fault:
        raise SystemExit(str(fault)) from None


def _choose_home(words: list[str]) -> None:
    """Let the option of `restore` name the home before the settings look for it."""
    options = ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--home")
    chosen, _ = options.parse_known_args(words)
    if chosen.home:
        os.environ["CHENGXIN_HOME"] = chosen.home


def _name_the_origin(words: list[str]) -> None:
    """Let public pages of a demo name the address at which it is served, unless a setting says another one."""
    options = ArgumentParser(add_help=False, allow_abbrev=False)
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", default="8000")
    chosen, _ = options.parse_known_args(words)
    os.environ.setdefault("CHENGXIN_PUBLIC_ORIGIN", f"http://{chosen.host}:{chosen.port}")


def _needs_rooms() -> bool:
    return sys.argv[1:2] not in [[word] for word in WITHOUT_ROOMS]


def _set_up(modules: Iterable[str]) -> None:
    """Start Django and bring in the commands of these modules."""
    import django

    django.setup()
    for module in modules:
        for command in import_module(module).commands:
            chengxin.add_command(command)


def _rooms_with_commands() -> Iterator[str]:
    from chengxin.site.rooms import ROOMS

    for place in dict.fromkeys(("chengxin.site", *ROOMS)):
        if find_spec(f"{place}.commands") is not None:
            yield f"{place}.commands"
    yield "chengxin.site.public_zone"
    yield "chengxin.site.doctor.commands"
