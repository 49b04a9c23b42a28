"""开放数据: how a public data bundle lies in its folder: bulk rows, daily deltas, catalogues, and the seal.

Keeps      the layout of partitions, the form of a row and its flat columns, the catalogue of a folder (DCAT),
           and the statement by which the log's key vouches for the whole.
Promises   where a row lies follows from the log alone; a partition never holds more than a bounded number of
           rows, a catalogue never names more than a bounded number of parts, so a change rewrites little.
Refuses    to read files, clocks or keys: bytes and values are given to it.
Start at   layout.py (where things lie), catalog.py (what names them).
"""
