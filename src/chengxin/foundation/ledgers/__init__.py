"""台账: any list of the desk as a workbook and on paper, exactly as its reader sees it.

Keeps      workbooks that were made behind the page, for a few days, each for the one person who asked for it.
Promises   a ledger has the rows, the order, the filters and the words of the list it was asked from, and passed the
           same filter of sight; nothing in it runs; its memory does not grow with its rows; it says who drew it.
Refuses    to know what a list holds: each room plugs in its own; and to list natural persons' dossiers in bulk.
Start at   plugs.py, then workbook.py, then operations.py.
"""
