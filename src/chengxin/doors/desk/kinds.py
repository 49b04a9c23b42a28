"""What the desk plugs in."""

from chengxin.doors.desk.ledgers import TITLES, ledger_of_tab
from chengxin.foundation.ledgers.plugs import plug_ledger

for tab in TITLES:
    plug_ledger(ledger_of_tab(tab))
