"""彻底删除: after a withdrawal no byte of the content stays in the public database's files.

SQLite overwrites deleted cells (`secure_delete`), and the write-ahead log, which still holds older pages, is
written back and emptied. PostgreSQL keeps dead rows until its vacuum: which is asked for here.
"""

import time

from django.db import connections

from chengxin.doors.disclosure.models import Document, Page, Searched, Tally

TRIES = 100
PAUSE = 0.05  # seconds; a reader lets go within milliseconds


class StillBeingRead(RuntimeError):
    """Readers hold an older state of the public database, so its log cannot be emptied; try again."""


def empty_the_remains() -> None:
    """Destroy what deleted rows leave behind; raise `StillBeingRead` if readers do not let go."""
    connection = connections["public"]
    if connection.in_atomic_block:
        return  # only a test does this: what is not committed cannot be emptied
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            for model in (Document, Page, Searched, Tally):
                cursor.execute(f'VACUUM "{model._meta.db_table}"')
            cursor.execute("VACUUM (INDEX_CLEANUP ON) disclosure_posting")  # its keys tell words
            return
        for _ in range(TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0] == 0:
                return
            time.sleep(PAUSE)
    raise StillBeingRead("公示数据库正被读取，旧内容尚未清除，稍后会再次办理")
