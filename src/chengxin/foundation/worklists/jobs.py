"""Work of the lists that is done in the background."""

from chengxin.ground import clock, jobs, trail


@jobs.task()
def carry_out_batch(pk: int) -> int:
    """Carry out a batch; what was done before a breakdown is not done again."""
    from chengxin.foundation.worklists import batching
    from chengxin.foundation.worklists.queries import batch_numbered

    batch = batch_numbered(pk)
    with trail.acting_under(batch.mandate_id):
        return batching.carry_out(batch=batch, now=clock.now)
