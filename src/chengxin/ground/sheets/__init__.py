"""表格: tables from the outside world, read row by row without trust, and written without traps.

Keeps      nothing; a file goes in, rows come out, refused rows go back to their sender.
Promises   the format is decided by the content; one bad row never costs another; memory does not grow with
           the number of rows (an .xlsx holds its shared texts, within limits); no formula, link or macro is
           followed; whatever a file holds, only `FileRefused` is raised, and it says in Chinese what to do.
Refuses    to know what a column means: dates, amounts and names are judged by the room that imports them.
Start at   stream.py (`open_rows`), then table.py; writing is template.py and refused.py.
"""

from chengxin.ground.sheets.columns import Column
from chengxin.ground.sheets.delimited import csv_line
from chengxin.ground.sheets.formats import Format
from chengxin.ground.sheets.problems import FileRefused, Problem, mask, shown
from chengxin.ground.sheets.refused import RefusedWriter
from chengxin.ground.sheets.rows import Limits, RefusedRow, Row, SkippedRow, SourceRow
from chengxin.ground.sheets.sent import sent_rows
from chengxin.ground.sheets.stream import RowStream, open_rows
from chengxin.ground.sheets.template import write_template

__all__ = [
    "Column",
    "FileRefused",
    "Format",
    "Limits",
    "Problem",
    "RefusedRow",
    "RefusedWriter",
    "Row",
    "RowStream",
    "SkippedRow",
    "SourceRow",
    "csv_line",
    "mask",
    "open_rows",
    "sent_rows",
    "shown",
    "write_template",
]
