"""Imports that run behind the page."""

from chengxin.chain.evidence.models import ImportRun
from chengxin.doors.exchange.operations import run_import
from chengxin.ground import clock
from chengxin.ground.jobs import task


@task()
def import_file(run_id: int) -> None:
    """Read the file of one import; running it again goes on where it stopped."""
    run_import(run=ImportRun.objects.get(pk=run_id), at=clock.now())
