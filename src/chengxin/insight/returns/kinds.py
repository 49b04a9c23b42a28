"""What reports plug in: each as a ledger, and the matters behind a cell."""

from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.insight.returns.ledgers import BEHIND, ledger_of_report
from chengxin.insight.returns.reports import REPORTS

for _report in REPORTS.values():
    plug_ledger(ledger_of_report(_report))
plug_ledger(BEHIND)
