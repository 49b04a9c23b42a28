"""What ledgers plug in: the files of the last days are destroyed."""

from datetime import datetime

from chengxin.foundation.ledgers.operations import destroy_past
from chengxin.ground import home
from chengxin.ground.jobs import Tick, plug_tick


def destroy(*, at: datetime) -> int:
    """Destroy what is past its time in this home."""
    return destroy_past(home=home.current(), at=at)


plug_tick(Tick("ledgers.destroy", 600, destroy))
