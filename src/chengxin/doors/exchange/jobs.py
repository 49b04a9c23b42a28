"""Imports that run behind the page."""

from chengxin.chain.evidence.models import ImportRun
from chengxin.doors.exchange.operations import AlreadyRunning, run_import, waiting_place
from chengxin.ground import clock, trail
from chengxin.ground.jobs import task


@task()
def import_file(run_id: int) -> None:
    """Read the file of one import; running it again goes on where it stopped. The file goes when it is done."""
    run = ImportRun.objects.get(pk=run_id)
    path = waiting_place(run)
    if run.is_done or not path.exists():
        return
    try:
        with trail.acting_under(run.by_id):
            run_import(run=run, path=path, at=clock.now())
    except AlreadyRunning:
        return  # who reads it now reads it to its end
    path.unlink(missing_ok=True)
