"""What this room plugs in: the keeper of every transaction of the internal database."""

from chengxin.foundation.audit import ledgers
from chengxin.foundation.audit.keeping import keep
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.ground.trail import plug_keeper

plug_keeper("audit", keep)
plug_ledger(ledgers.ENTRIES)
