"""工作台: the frame in which staff see what waits for them and handle it.

Keeps      nothing: no tables.
Promises   a list, a page and a file show exactly what the holder's mandate may see; what is out of sight does
           not exist here; the buttons are those of the matter's kind; a list of any length costs the same.
Refuses    to know any kind of matter: sections and buttons are plugged in by the rooms below.
Start at   urls.py, then queries.py.
"""
