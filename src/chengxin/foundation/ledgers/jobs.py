"""Ledgers that are made behind the page."""

from chengxin.foundation.ledgers.models import LedgerFile
from chengxin.foundation.ledgers.operations import make_file
from chengxin.ground import clock, home, trail
from chengxin.ground.jobs import task


@task()
def make(file_id: int) -> None:
    """Make one workbook; running it again makes it anew."""
    file = LedgerFile.objects.select_related("by__user", "by__body__region").get(pk=file_id)
    with trail.acting_under(file.by_id):
        make_file(file=file, home=home.current(), at=clock.now())
