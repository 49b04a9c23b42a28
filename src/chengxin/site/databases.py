"""Where the internal and the public side are stored: SQLite files in the home, or PostgreSQL."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from chengxin.ground.home import Home

PUBLIC_ROOMS = frozenset({"disclosure"})


def databases_of(home: Home, url: str) -> dict[str, dict[str, Any]]:
    """Return Django's DATABASES: embedded by default, or `postgresql://user:password@host:port/name`.

    A server behind a socket is named as `postgresql://user@/name?host=/folder/of/the/socket`.
    On PostgreSQL the public side is the database `name_public` of the same server. What is written to the internal
    database is watched by its connection (`ground.trail`).
    """
    if not url:
        watched = {**_sqlite(home, "internal"), "ENGINE": "chengxin.ground.trail.sqlite3"}
        return {"default": watched, "public": _sqlite(home, "public")}
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    common = {
        "ENGINE": "django.db.backends.postgresql",
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
    # A page reads a few rows of very many: to call helpers for that, or to compile the statement, takes longer than to
    # read them.
    alone = {"options": "-c max_parallel_workers_per_gather=0 -c jit=off"}
    watched = {**common, "ENGINE": "chengxin.ground.trail.postgresql", "NAME": name, "OPTIONS": alone}
    # Pages go to the server as they are: written into the words of a statement they would be twice as long. A
    # statement that comes again and again is read and planned by the server once.
    bound = {**alone, "server_side_binding": True, "prepare_threshold": 5}
    public = {**common, "NAME": f"{name}_public", "OPTIONS": bound}
    return {"default": watched, "public": public}


def _sqlite(home: Home, name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home.database(name),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # By itself SQLite keeps 2 MB of pages; a list beside millions of matters reads ten times as much.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; "
            "PRAGMA cache_size=-32768;",
        },
    }


class PublicSideApart:
    """The public pages' tables live in a database of their own, which holds nothing else."""

    def db_for_read(self, model: Any, **_: Any) -> str:
        return "public" if model._meta.app_label in PUBLIC_ROOMS else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        return (db == "public") == (app_label in PUBLIC_ROOMS)
