"""报送: what is published here goes to the 公共信用信息平台, the platform of record, and what that answers comes back.

Keeps      every row that was or is to be reported, the packages they left in, each receipt and each notice as it came,
           and the dated result of each reconciliation.
Promises   a row is queued in the transaction of its move and neither lost nor doubled, whenever the process dies;
           withdrawals go first; what comes back waits for a person; nothing here ends because the platform ended it.
Refuses    to keep content: a row is built anew from what is in force each time it leaves; to ask the platform anything
           within a web request.
Start at   models.py, then operations.py (queue, receipts), sending.py (packages) and reconciling.py.
"""
