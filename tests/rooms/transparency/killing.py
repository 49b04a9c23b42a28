"""`python -m tests.rooms.transparency.killing TIMES`: publish, withdraw and sequence, killed again and again.

In the home that CHENGXIN_HOME names, with a bundle in the folder that CHENGXIN_BUNDLE names. Each time a child works
until SIGKILL takes it at a random moment; then the checkpoint it left must continue every checkpoint seen before, and
one quiet run must leave a log without fault and a bundle that a node would take in.
"""

# ruff: noqa: E402 - Django must be set up before its models are known
import os
import random
import signal
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.site.settings")
django.setup()

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from tests.publishing import FEB_2, end, make_body, make_matter, make_publication

from chengxin.doors.bundles.checking import check
from chengxin.doors.bundles.folder import Folder
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.transparency import fsck, plugs
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import LogEntry, Publication
from chengxin.foundation.transparency.queries import everywhere
from chengxin.foundation.transparency.sequencer import run_sequencer, standing
from chengxin.ground import home, signer
from chengxin_core.ledger.frontier import Frontier
from chengxin_core.ledger.tree import leaf_hash

LONGEST_LIFE = 0.6  # seconds


def work(number: int) -> None:
    """Publish, let the log run, withdraw, without end."""
    body = make_body(f"示范市第{number}局", number)
    while True:
        publication = make_publication(make_matter(body))
        run_sequencer(at=FEB_2 + timedelta(days=2))
        end(publication)
        run_sequencer(at=FEB_2 + timedelta(days=2))


def kill_a_child_at_work(number: int) -> None:
    """Let a child work for a moment that it does not know."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        work(number)
    time.sleep(random.uniform(0.05, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def root_at(size: int) -> bytes:
    """Return the root over the first entries, computed anew from the database."""
    frontier = Frontier()
    entries = LogEntry.objects.filter(index__lt=size).order_by("index").values_list("data", flat=True)
    frontier.extend(leaf_hash(bytes(data or b"")) for data in entries)
    return frontier.root_hash()


def main(times: int) -> None:
    """Kill so many times; end with an error at the first fault."""
    here = home.current()
    here.prepare()
    signer.make_log_key(here, origin="chengxin.example/log")
    for database in connections:
        call_command("migrate", database=database, verbosity=0)
    plugs._names.clear()
    load_shipped_rules(at=FEB_2, demo=False)
    random.seed(20260202)
    seen: dict[int, bytes] = {}
    for number in range(1, times + 1):
        kill_a_child_at_work(number)
        size, root = standing(LogFiles.of(here), signer.log_key(here))
        seen[size] = root
        run_sequencer(at=FEB_2 + timedelta(days=3))
        fault = fsck.first_fault()
        if fault:
            sys.exit(f"after kill {number}: {fault}")
        if not all(everywhere(publication) for publication in Publication.objects.all()):
            sys.exit(f"after kill {number}: a sink has not followed")
        if LogEntry.objects.exists():
            check(Folder(Path(settings.BUNDLE)), keys=[signer.log_key(here).verifier_key], earlier=[])
        for old_size, old_root in seen.items():
            if root_at(old_size) != old_root:
                sys.exit(f"after kill {number}: the checkpoint of size {old_size} was contradicted")
    print(f"{times} kills, {max(seen)} entries, no fault")


if __name__ == "__main__":
    main(int(sys.argv[1]))
