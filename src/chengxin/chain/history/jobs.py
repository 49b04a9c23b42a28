"""Old records that are entered behind the page."""

from chengxin.chain.history.models import HistoricBatch
from chengxin.chain.history.taking_in import take_in
from chengxin.ground import clock, trail
from chengxin.ground.jobs import task


@task()
def enter(batch_id: int) -> None:
    """Enter the rows of a batch; running it again goes on with those that wait still."""
    batch = HistoricBatch.objects.select_related("by__body").get(pk=batch_id)
    with trail.acting_under(batch.by_id):
        take_in(batch=batch, at=clock.now())
