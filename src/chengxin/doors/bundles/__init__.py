"""公开数据包: everything published, as one folder to copy, carry, mirror and build a node from.

Keeps      no table: a folder with the log, contents in force, bulk rows in three formats, daily deltas, schemas,
           reference data and catalogues; and, where asked, the pages as static files.
Promises   a change rewrites the files that it touches and no others; what ended is in no byte of the folder when
           `bring_up` returns; the same folder makes the same node, however often it is taken in.
Refuses    to know the internal side: it imports the core alone and is told everything; to take in a bundle with a
           fault.
Start at   operations.py (bring_up), then checking.py (what a node checks).
"""
