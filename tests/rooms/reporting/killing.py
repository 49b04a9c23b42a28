"""Kill the process that reports, at moments that it does not know, until nothing is left to send.

Run by tests/rooms/reporting/test_killed.py in a process of its own with the state file of a platform; ends with an
error when a row was lost or doubled.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.site.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from tests.publishing import FEB_2, end, make_body, make_matter, make_publication  # noqa: E402
from tests.rooms.reporting.cases import TOKEN, Simulation, states  # noqa: E402

from chengxin.foundation.matters.models import Matter  # noqa: E402
from chengxin.foundation.reporting import connection, sending  # noqa: E402
from chengxin.foundation.reporting.models import Submission  # noqa: E402
from chengxin.foundation.rules.operations import load_shipped_rules  # noqa: E402
from chengxin.foundation.transparency import plugs  # noqa: E402
from chengxin.foundation.transparency.sequencer import run_sequencer  # noqa: E402
from chengxin.ground import home, keys, signer  # noqa: E402

LATER = FEB_2 + timedelta(days=2)
ROWS = 40
LONGEST_LIFE = 0.5  # seconds


def work() -> None:
    """Send and fetch, without end, as if each try were due."""
    while True:
        with connection.alone():
            platform = connection.platform()
            sending.send_due(platform, at=LATER, hurry=True)
            sending.fetch(platform, at=LATER)


def kill_a_child_at_work() -> None:
    """Let a child work for a moment that it does not know."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        work()
    time.sleep(random.uniform(0.01, LONGEST_LIFE))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def main(times: int, state: Path) -> None:
    """Kill so many times; then let it finish, and compare both sides row by row."""
    here = home.current()
    here.prepare()
    signer.make_log_key(here, origin="chengxin.example/log")
    keys.keep_key(here, connection.TOKEN, TOKEN.encode())
    for database in connections:
        call_command("migrate", database=database, verbosity=0)
    plugs._names.clear()
    rulebook = load_shipped_rules(at=FEB_2, demo=False).hash
    simulation = Simulation(state)
    settings.PLATFORM = simulation.start()
    random.seed(20260202)
    body = make_body()
    try:
        for number in range(times):
            for _ in range(ROWS // times + 1):
                matter = make_matter(body)
                Matter.objects.filter(pk=matter.pk).update(rulebook=rulebook)
                matter.refresh_from_db()
                publication = make_publication(matter)
                run_sequencer(at=LATER)
                if number % 3 == 0:
                    end(publication)
            run_sequencer(at=LATER)
            kill_a_child_at_work()
        with connection.alone():
            sending.send_due(connection.platform(), at=LATER, hurry=True)
            sending.fetch(connection.platform(), at=LATER)
        judge(simulation)
    finally:
        simulation.kill()
    print(f"{times} kills, {Submission.objects.count()} rows, no fault")


def judge(simulation: Simulation) -> None:
    """End with an error where a row was lost, doubled, or is held though it ended."""
    left = {state for state in states() if state not in {"accepted", "replaced", "never_sent"}}
    held = simulation.held
    in_force = {
        each.key for each in Submission.objects.filter(action="report", publication__state="in_force")
    }
    seen = [tuple(each) for each in simulation.control()["seen"]]
    if left:
        sys.exit(f"not settled: {states()}")
    if set(held) != in_force:
        sys.exit(f"held {len(held)}, in force {len(in_force)}")
    doubled = {each for each in seen if seen.count(each) > 1}
    if doubled:
        sys.exit(f"taken twice: {len(doubled)}")


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
