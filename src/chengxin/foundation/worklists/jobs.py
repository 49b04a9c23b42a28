"""Work of the lists that is done in the background."""

from chengxin.ground import clock, jobs


@jobs.task()
def carry_out_batch(pk: int) -> int:
    """Carry out a batch; what was done before a breakdown is not done again."""
    from chengxin.foundation.worklists import batching
    from chengxin.foundation.worklists.queries import batch_numbered

    return batching.carry_out(batch=batch_numbered(pk), now=clock.now)
