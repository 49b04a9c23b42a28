"""What the exchange plugs in."""

from chengxin.doors.exchange import ledgers
from chengxin.foundation.ledgers.plugs import plug_ledger

plug_ledger(ledgers.IMPORTS)
