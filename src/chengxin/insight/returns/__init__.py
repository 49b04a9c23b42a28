"""报表: what happened in a period, by region and figure, filled in by the rooms' own moves; every cell opens its rows.

Keeps      nothing: a figure is counted when it is asked for.
Promises   a cell and its rows are one question, put through the one filter of sight; table, print and workbook say the
           same; a period is compared with the same one a year before; what is due when stands in the rulebook.
Refuses    to invent a column whose official list of fields is not in the rulebook, and to rank regions.
Start at   reports.py (what is counted), then counting.py.
"""
