"""Plugs of reporting: the place of publication, the queue, notices, lateness, the clock's and the night's work."""

from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.deadlines.models import Rung
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.deadlines.plugs import Effect, plug_effect
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.plugs import (
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.foundation.reporting import filed, forms, jobs, ledgers, notices, operations
from chengxin.foundation.reporting.models import WITHDRAWAL_CLOCK
from chengxin.foundation.reporting.sections import notice_section, reported_section
from chengxin.foundation.transparency.plugs import plug_after_end, plug_after_entry
from chengxin.ground.jobs import Tick, plug_tick
from chengxin_core.lifecycle.platform import PLATFORM_NOTICE

plug_kind(
    MatterKind(
        code="platform_notice",
        lifecycle=PLATFORM_NOTICE,
        buttons=(
            button_of_move(PLATFORM_NOTICE, "propose", notices.propose, forms.Finding),
            button_of_move(PLATFORM_NOTICE, "confirm", notices.confirm),
            button_of_move(PLATFORM_NOTICE, "send_back", notices.send_back, forms.SendBack, waits=None),
            button_of_move(PLATFORM_NOTICE, "decline", notices.decline, forms.Reason, waits=None),
        ),
    )
)
plug_section(Section("reporting.notice", "platform_notice", "reporting/notice.html", notice_section))
plug_section(Section("reporting.reported", "*", "reporting/reported.html", reported_section))
plug_after_entry("reporting.queue", operations.queue_entry)
plug_after_end("reporting.notices", notices.lapse_of_publication)
plug_effect(Effect(WITHDRAWAL_CLOCK, Rung.RED, operations.escalate_silence))
plug_tick(Tick("reporting.exchange", 30.0, jobs.exchange, apart=True))
plug_tick(Tick("reporting.retry", 3600.0, jobs.retry_reconciliation))
plug_nightly(Nightly("reporting.reconcile", "与公共信用信息平台对账", 65, jobs.ask_for_reconciliation))
plug_ledger(ledgers.RETURNED)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
