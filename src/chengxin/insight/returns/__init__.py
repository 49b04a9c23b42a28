"""报表: what happened in a period, counted from the rooms' own moves; and the returns that bodies hand in from it.

Keeps      the returns that bodies owe for a period, each version handed in with the keys of the rows behind its cells;
           a figure of a report itself is kept nowhere, it is counted when it is asked for.
Promises   a cell and its rows are one question, put through the one filter of sight; what was handed in stays as it
           was, and the next version says what changed; who makes a return does not check it; what the house cannot
           count is entered by hand, with a reason, and says so; what is due when stands in the rulebook.
Refuses    to call a column official whose form is not in the rulebook, to correct by hand what it counts itself, to
           call late what it did not ask for in time, and to rank regions.
Start at   reports.py (what is counted), then opening.py and operations.py (the life of a return).
"""
