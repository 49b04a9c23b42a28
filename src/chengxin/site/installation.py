"""Preparing a home: folders, keys, tables, rulebooks, reference data. Doing it again changes nothing."""

from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from chengxin.doors.disclosure.operations import index_what_is_not
from chengxin.ground import ciphers, clock, home, keys, signer

SECRETS = ("django", ciphers.SEALING_KEY)


def prepare() -> Iterator[str]:
    """Prepare the home step by step, saying what was done. Raises `ReplayDue` in a home that was just restored."""
    here = home.current()
    home.require_replayed(here)
    here.prepare()
    made = [name for name in SECRETS if keys.make_key(here, name)]
    made += ["log"] if signer.make_log_key(here, origin=_log_origin()) else []
    keys.adopt(here)
    yield f"家目录 {here.root.name}: 新建密钥 {len(made)} 个"
    yield from bring_tables_up()
    yield from load_reference_data()


def upgrade() -> Iterator[str]:
    """Bring a home up to this program, step by step: tables, versions of the rules, reference data, due days, the log.

    Raises `NewerThanProgram` where the home was written by a newer program, before anything is touched; `LogAtFault`
    at the end, where the log is not what it should be.
    """
    from chengxin.foundation.deadlines.operations import reproject_all
    from chengxin.foundation.transparency.fsck import first_fault
    from chengxin.site.sealing import seal_what_is_clear

    refuse_a_newer_home()
    keys.adopt(home.current())
    keys.make_key(home.current(), ciphers.SEALING_KEY)
    yield from bring_tables_up()
    yield from load_reference_data()
    if count := seal_what_is_clear(home.current()):
        yield f"密封关于个人的文件 {count} 个"
    yield f"重新推算期限: {reproject_all(at=clock.now())} 个到期日有变化"
    if fault := first_fault():
        raise LogAtFault(f"已升级，但存证日志自检有误: {fault}")
    yield "日志无误"


def refuse_a_newer_home() -> None:
    """Raise `NewerThanProgram` where the home was written by a newer program."""
    if unknown := _unknown_migrations():
        raise NewerThanProgram(f"数据库由更新的程序写成（{'、'.join(unknown)}），请使用不低于它的版本")


class NewerThanProgram(RuntimeError):
    """The tables were made by a newer program than this one."""


class LogAtFault(RuntimeError):
    """The log of a home is not what it should be; the text names the first fault."""


def _unknown_migrations() -> list[str]:
    """Return what was applied to a database and this program does not know."""
    unknown = set()
    for database in connections:
        loader = MigrationLoader(connections[database])
        known = loader.disk_migrations.keys() | loader.replacements.keys()
        unknown |= {
            f"{app}.{name}"
            for app, name in loader.applied_migrations
            if (app, name) not in known and app in loader.migrated_apps
        }
    return sorted(unknown)


def bring_tables_up() -> Iterator[str]:
    """Bring the tables of both databases to the form that this program knows."""
    for database in connections:
        call_command("migrate", database=database, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    from chengxin.foundation.audit.guarding import set_guard

    set_guard()
    yield "数据库结构已就绪"
    if indexed := index_what_is_not():
        yield f"检索索引: 收录 {indexed} 条"


def _log_origin() -> str:
    """Return the name of the log: where its files are served, without the scheme."""
    address = urlsplit(settings.PUBLIC_ORIGIN)
    return f"{address.netloc}{address.path.rstrip('/')}/log"


def load_reference_data() -> Iterator[str]:
    """Store the divisions and the bodies, then the rulebooks; divisions loaded before are not read again.

    Cities' rules are found by their divisions, so these come first.
    """
    from chengxin.foundation.rules.operations import load_shipped_rules
    from chengxin.site.home_rules import city_files
    from chengxin.site.sinks import carry_figures, carry_rules, draw_again

    yield from _load_register()
    cities = list(city_files(home.current()))
    yield str(load_shipped_rules(at=clock.now(), demo=settings.DEMO, cities=cities))
    yield draw_again()
    yield carry_rules()
    yield carry_figures()


def _load_register() -> Iterator[str]:
    from chengxin.foundation.subjects.operations import load_bodies, load_divisions
    from chengxin.site.sinks import carry_reference

    stamp, shipped = home.current().root / "reference", _digest_of_reference()
    if stamp.exists() and stamp.read_text() == shipped:
        yield "行政区划和公共机构与已载入的相同"
        return
    yield str(load_divisions())
    yield str(load_bodies())
    yield carry_reference()
    stamp.write_text(shipped)


def _digest_of_reference() -> str:
    """Hash everything that divisions and bodies are made of."""
    digest = sha256()
    for file in sorted(_files(files("chengxin_reference")), key=str):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry)
        elif not entry.name.endswith(".pyc"):
            yield entry
