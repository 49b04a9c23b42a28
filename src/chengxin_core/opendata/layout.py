"""分区: where the rows of a publication lie, as the log alone tells it.

Rows in force lie in the partition of the entry that first published them; a delta holds what happened on a legal day.
Both are cut by 1,024 numbers of the log, so no file grows without bound, and folders hold at most a hundred parts.
"""

from datetime import date

PARTITION_WIDTH = 1024  # numbers of the log
CATALOG = "catalog.jsonld"
SEAL = "catalog.note"
LOG, BULK, DELTAS, REFERENCE, SCHEMAS = "log/", "bulk/", "deltas/", "reference/", "schemas/"
SITEMAPS = "sitemaps/"
CATALOGUED = (BULK, DELTAS, REFERENCE, SCHEMAS, SITEMAPS)
FEED, SITEMAP = "feed.atom", "sitemap.xml"
_PAGE_FOLDERS = {
    "promise": "promises",
    "proposal": "proposals",
    "campaign": "reviews",
    "complaint_counts": "complaint-counts",
}
ROWS, TABLE, PARQUET, ADDRESSES = ".jsonl", ".csv", ".parquet", ".sitemap.xml"


def page_folder(kind: str) -> str:
    """Return below which address the pages of a kind of publication lie.

    >>> page_folder("record"), page_folder("promise")
    ('records', 'promises')
    """
    return _PAGE_FOLDERS.get(kind, "records")


def bulk_path(kind: str, first_index: int) -> str:
    """Return where rows lie that the entries around `first_index` published first, without the ending.

    >>> bulk_path("record", 12_345)
    'bulk/record/00/00/12'
    """
    return f"{BULK}{kind}/{_part(first_index)}"


def delta_path(day: date, index: int) -> str:
    """Return where entry `index` lies among what happened on a legal day.

    >>> delta_path(date(2026, 2, 3), 12_345)
    'deltas/2026/02/03/00/00/12.jsonl'
    """
    return f"{DELTAS}{day:%Y/%m/%d}/{_part(index)}{ROWS}"


def _part(index: int) -> str:
    number = f"{index // PARTITION_WIDTH:06d}"
    return f"{number[:-4]}/{number[-4:-2]}/{number[-2:]}"
