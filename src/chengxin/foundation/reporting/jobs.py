"""Work of the clock and the worker: speak to the platform. Nothing else in the program asks it anything."""

import logging
from datetime import datetime

from chengxin.foundation.reporting import connection, reconciling, sending
from chengxin.foundation.reporting.mapping import MappingRefused
from chengxin.foundation.reporting.queries import newest_reconciliation
from chengxin.ground import clock
from chengxin.ground.jobs import task
from chengxin.ground.keys import KeyExposed, KeyMissing
from chengxin_core.calendar import legal_day

log = logging.getLogger(__name__)
UNABLE = (connection.NotConnected, connection.AlreadySending, MappingRefused, KeyMissing, KeyExposed)


def exchange(*, at: datetime) -> str:
    """Send what is due and fetch what came, where a platform is connected."""
    if not connection.is_connected():
        return ""
    try:
        return str(sending.exchange(at=at))
    except UNABLE as fault:
        log.warning("没有与公共信用信息平台交换: %s", fault)
        return str(fault)


@task()
def reconcile_now() -> None:
    """Compare both sides; the result is kept."""
    if not connection.is_connected():
        return
    try:
        reconciling.reconcile(at=clock.now())
    except UNABLE as fault:
        log.warning("没有与公共信用信息平台对账: %s", fault)


def ask_for_reconciliation(*, at: datetime) -> int:
    """Put the reconciliation of the night into the queue; the night does not wait for the platform."""
    if not connection.is_connected():
        return 0
    reconcile_now.enqueue()
    return 1


def retry_reconciliation(*, at: datetime) -> int:
    """Ask again where the platform did not answer today; return whether that was so."""
    newest = newest_reconciliation()
    if newest is None or newest.is_done or newest.day != legal_day(at):
        return 0
    return ask_for_reconciliation(at=at)
