"""Preparing a home: folders, keys, tables, rulebooks, reference data. Doing it again changes nothing."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from chengxin.ground import ciphers, clock, home, keys, signer

SECRETS = ("django", ciphers.SEALING_KEY, ciphers.INDEX_KEY)


def prepare() -> Iterator[str]:
    """Prepare the home step by step, saying what was done."""
    here = home.current()
    here.prepare()
    made = [name for name in SECRETS if keys.make_key(here, name)]
    made += ["log"] if signer.make_log_key(here, origin=_log_origin()) else []
    yield f"家目录 {here.root.name}: 新建密钥 {len(made)} 个"
    for database in connections:
        call_command("migrate", database=database, verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    yield "数据库结构已就绪"
    yield from load_reference_data()


def _log_origin() -> str:
    """Return the name of the log: where its files are served, without the scheme."""
    address = urlsplit(settings.PUBLIC_ORIGIN)
    return f"{address.netloc}{address.path.rstrip('/')}/log"


def load_reference_data() -> Iterator[str]:
    """Store the shipped rulebooks and calendar, the divisions and the bodies."""
    from chengxin.foundation.rules.operations import load_shipped_rules
    from chengxin.foundation.subjects.operations import load_bodies, load_divisions
    from chengxin.site.sinks import carry_reference

    at = clock.now()
    yield str(load_shipped_rules(at=at))
    yield str(load_divisions())
    yield str(load_bodies())
    yield carry_reference()


def is_prepared() -> bool:
    """Say whether this home has been prepared."""
    return (settings.HOME.keys / "django").exists() and settings.HOME.database("internal").exists()
