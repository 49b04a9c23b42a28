"""内存: what a process that lives long does once it is loaded, so that the garbage collector stays out of its way."""

import gc

THRESHOLDS = (50_000, 20, 20)  # new objects before a collection; Python's own 700 costs a tenth of rendering


def settle() -> None:
    """Let the collector pass over all that was loaded, and look at what is new less often.

    What a request or a page leaves behind is freed by counting, without any collection.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
