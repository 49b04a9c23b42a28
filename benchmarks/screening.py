"""`python -m benchmarks.screening FOLDER`: screening at the decision point, beside a bare indexed look-up.

A home of its own is made in the folder with invented bodies, records and measures in force; a program asks about them
in batches through the real door: token, pace, names, log, answers, audit. Beside it, in the same run, stands the bare
look-up: one indexed SELECT a subject that finds the measures against it. The door also names, logs and audits; it is
not meant to be as fast. Beside the time on the wall stands that of the processor, which the machine's other work
disturbs less. Aim: 1,000 subjects a second on two processors.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import click

BATCH = 1000
AIM = 1000
WORK = "演示财〔2026〕7号"
EVERY = 20  # one body in twenty has a measure in force


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--bodies", default=20_000, show_default=True)
@click.option("--subjects", default=10_000, show_default=True, help="that are asked about")
def main(folder: Path, bodies: int, subjects: int) -> None:
    """Build what lacks, measure, and print every figure beside its limit."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "CHENGXIN_HOME": str(folder.absolute()),
        "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
        "CHENGXIN_DEMO": "1",
    }
    from chengxin.ground import ciphers, home, keys, signer

    home.current().prepare()
    for name in ("django", ciphers.SEALING_KEY):
        keys.make_key(home.current(), name)
    signer.make_log_key(home.current(), origin="bench.example/log")
    import django

    django.setup()
    token, codes = build(bodies)
    chosen = Random(7).sample(codes, min(subjects, len(codes)))
    print(f"load {os.getloadavg()[0]:.1f}, {len(codes):,} bodies, one in {EVERY} with a measure in force")
    bare = measured("bare indexed look-up, one a subject", len(chosen), lambda: look_up(chosen))
    screen(token, chosen[:3], 1)  # what a process does once: rules read, statements made
    single = measured("the door, one subject a request", 200, lambda: screen(token, chosen[:200], 1))
    batch = measured(
        f"the door, {BATCH} subjects a request", len(chosen), lambda: screen(token, chosen, BATCH)
    )
    print(
        f"the door in batches reaches {batch / bare:.2f} of the bare look-up; one by one {single / bare:.3f}"
    )
    print(f"aim {AIM:,} subjects a second by the processor: {'met' if batch >= AIM else 'NOT met'}")


def measured(what: str, count: int, work: Callable[[], None]) -> float:
    """Run once, print how much was done a second, and return that by the processor's time."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{what:<42} {count / wall:>9,.0f}/s by the clock, {count / processor:>9,.0f}/s by the processor")
    return count / processor


def look_up(codes: Sequence[str]) -> None:
    """Find the measures in force against each body, by its credit code, and nothing else."""
    from django.db import connection

    sql = """
        SELECT measure.code, measure.source, measure.until_on FROM subjects_publicbody body
        JOIN matters_matter matter ON matter.body_id = body.id AND matter.kind = 'measure'
        JOIN consequences_measure measure ON measure.matter_id = matter.id
        WHERE body.credit_code = %s AND matter.state = 'in_force'
    """
    with connection.cursor() as cursor:
        for code in codes:
            cursor.execute(sql, [code])
            cursor.fetchall()


def screen(token: str, codes: Sequence[str], size: int) -> None:
    """Ask about the bodies through the door, so many a request."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    for some in _batches(codes, size):
        subjects = [{"credit_code": code} for code in some]
        body = json.dumps({"purpose": "funds", "document_number": WORK, "subjects": subjects})
        answer = client.post(
            "/inquiries/screen",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        told = answer.json()
        assert answer.status_code == 200, told
        assert all("outcome" in each for each in told["answers"])


def build(bodies: int) -> tuple[str, list[str]]:
    """Make what lacks; return the token of a new program and the credit codes of the bodies."""
    from django.core.management import call_command
    from django.db import transaction

    from chengxin.foundation.accounts.models import Program
    from chengxin.foundation.accounts.programs import register_program
    from chengxin.foundation.rules.operations import load_shipped_rules
    from chengxin.foundation.subjects.models import Level, PublicBody, Region
    from chengxin.ground import clock

    for alias in ("default", "outer", "public"):
        if alias in _databases():
            call_command("migrate", database=alias, verbosity=0)
    call_command("createcachetable", verbosity=0)
    now = clock.now()
    load_shipped_rules(at=now, demo=True)
    with transaction.atomic():
        region, _ = Region.objects.get_or_create(
            id="p", path="p/", level=Level.PROVINCE, name="演示省", code="990000"
        )
        organ, _ = PublicBody.objects.get_or_create(id="organ", defaults=_body("organ", "演示财政厅", region))
        known = PublicBody.objects.filter(pk__startswith="b").count()
        new = [_body(f"b{number}", f"演示第{number}机关", region) for number in range(known, bodies)]
        made = PublicBody.objects.bulk_create(
            (PublicBody(**each, credit_code=f"99{each['id']:0>16}") for each in new), batch_size=2000
        )
        _impose(made[::EVERY], organ, now)
        code = f"bench-{Program.objects.count()}"
        _, token = register_program(
            code=code, name="演示系统", body=organ, post="值班岗", permissions=["screen.funds"],
            since=now.date(), by=None, subjects_a_minute=10**9,
        )  # fmt: skip
    codes = PublicBody.objects.exclude(credit_code=None).order_by("pk").values_list("credit_code", flat=True)
    return token, [code for code in codes if code]


def _impose(against: Sequence[Any], organ: Any, now: datetime) -> None:
    """Put a record in force and a measure that is carried out against each body."""
    from chengxin.chain.consequences.models import Measure
    from chengxin.chain.records.models import Record
    from chengxin.foundation.documents.models import Document
    from chengxin.foundation.matters.models import Matter

    def matters(kind: str, state: str, parents: Sequence[Any] = ()) -> list[Any]:
        return Matter.objects.bulk_create(
            Matter(
                kind=kind, state=state, title="演示", body=body, organ=organ, subject_path=body.path,
                organ_path=organ.path, rulebook="0" * 64, opened_at=now, moved_at=now, decided_at=now,
                parent=parents[place] if parents else None,
            )
            for place, body in enumerate(against)
        )  # fmt: skip

    day = now.date() - timedelta(days=30)
    records = matters("record", "active")
    Record.objects.bulk_create(
        Record(matter=each, severity="serious", instrument_on=day, ends_on=date(day.year + 2, 1, 1))
        for each in records
    )
    notices = Document.objects.bulk_create(
        Document(matter=each, kind="record_notice") for each in matters("document", "served", records)
    )
    Measure.objects.bulk_create(
        Measure(
            matter=each, code="funds_limit", zh="限制财政性资金分配", source="演示条款", is_recommended=True,
            needs_approval=False, notice=notice, decision="演示决定", decided_on=day, decision_served_on=day,
            applied_on=day,
        )
        for each, notice in zip(matters("measure", "in_force", records), notices, strict=True)
    )  # fmt: skip


def _body(key: str, name: str, region: Any) -> dict[str, Any]:
    return {
        "id": key, "path": f"p/{key}/", "name": name, "kind": "department", "region": region,
        "source": "演示数据", "is_fictional": True,
    }  # fmt: skip


def _databases() -> Iterator[str]:
    from django.conf import settings

    return iter(settings.DATABASES)


def _batches(codes: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (codes[start : start + size] for start in range(0, len(codes), size))


if __name__ == "__main__":
    main()
