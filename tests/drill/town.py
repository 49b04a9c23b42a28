"""`python -m tests.drill.town STEP…`: steps in the life of a small invented installation, in a process of their own.

Works in the home that CHENGXIN_HOME names and answers in JSON. 演示数据。
"""

# ruff: noqa: E402 - Django must be set up before its models are known
import json
import os
import sys
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.site.settings")
django.setup()

from django.core.management import call_command
from django.db import connections
from django.test import Client
from tests.drill import databases
from tests.drill.house import PLANTED, traces_in
from tests.publishing import (
    FEB_2,
    end,
    later,
    make_body,
    make_mandate,
    make_matter,
    make_publication,
    make_review,
    matter_of,
    record_body,
)

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import correct
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import ciphers, home, keys, signer
from chengxin.site.scrubbing import scrub
from chengxin.site.sinks import carry_reference, write_bundle
from chengxin_core.lifecycle.table import Actor

AT = FEB_2 + timedelta(days=9)


def publish() -> dict[str, str]:
    """Begin: two records in force, of which one holds the planted string; and one that waits to be numbered."""
    here = home.current()
    here.prepare()
    for name in ("django", ciphers.SEALING_KEY):
        keys.make_key(here, name)
    signer.make_log_key(here, origin="chengxin.example/log")
    for database in connections:
        call_command("migrate", database=database, verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_shipped_rules(at=FEB_2, demo=False)
    body = make_body()
    carry_reference()
    planted = make_publication(make_matter(body), title=PLANTED, facts=f"关于{PLANTED}的事实。")
    other = make_publication(make_matter(body), title="另一条记录")
    run_sequencer(at=AT)
    write_bundle(Path(os.environ["CHENGXIN_BUNDLE"]), with_pages=True, refresh=True)
    waiting = make_publication(make_matter(body), title="排队的记录")
    return {"planted": planted.key, "other": other.key, "waiting": waiting.key}


def receipt() -> str:
    """Take the receipt of the planted record home, as a visitor does."""
    key = _planted().key
    answer = Client(SERVER_NAME="localhost").get(f"/records/{key}/receipt.json")
    return answer.content.decode()


def go_on() -> dict[str, str]:
    """What happens after the backup: the planted record ends, another is corrected, a new one is published."""
    end(_planted(), days=3)
    other = Publication.objects.exclude(pk=_planted().pk).order_by("pk")[0]
    matter = matter_of(other)
    correct(
        publication=other,
        body=record_body(matter, title="另一条记录（更正）"),
        why="原标题不全",
        review=make_review(matter, at=later(3)),
        at=later(3),
    )
    new = make_publication(make_matter(matter.body), title="备份之后的记录", at=later(3))
    run_sequencer(at=AT)
    return {"new": new.key}


def appoint() -> dict[str, str]:
    """Let there be a head of the credit office who can decide."""
    make_mandate(Actor.CREDIT_HEAD, matter_of(_planted()).organ, "zhou")
    return {}


def scrubbed() -> list[str]:
    """Let the databases keep nothing of what was deleted."""
    return list(scrub())


def traces() -> dict[str, list[str]]:
    """Say where the planted string stands: in each registered place, and inside."""
    probes = {sink.code: import_module(f"tests.drill.sinks.{sink.code}") for sink in plugs.sinks()}
    found = {code: sorted(traces_in(probe.stored(home.current()))) for code, probe in probes.items()}
    inside = traces_in(databases.rows("default", only="transparency_")) | traces_in(
        databases.files("default")
    )
    return {**found, "inside": sorted(inside)}


def titles() -> dict[str, list[str]]:
    """Say what the pages of the body list, and what its matters were told of."""
    page = Client(SERVER_NAME="localhost").get("/bodies/demo-1/index.json").content.decode()
    notes = [note.text for matter in Matter.objects.all() for note in matter.notes.all()]
    return {"listed": [page], "notes": notes}


def _planted() -> Publication:
    return Publication.objects.order_by("pk")[0]


if __name__ == "__main__":
    plugs._names.clear()
    steps = {step.__name__: step for step in (publish, receipt, go_on, appoint, scrubbed, traces, titles)}
    print(json.dumps({name: steps[name]() for name in sys.argv[1:]}, ensure_ascii=False))
