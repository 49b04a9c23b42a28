"""帮助: a short page for each list and form of the desk, the first day of each post, the words of the trade.

Keeps      nothing: no tables; the texts are Markdown beside the templates, the terms a list.
Promises   every page of the desk that lists or asks has its help, one click away; every link in it leads somewhere;
           nothing of a matter is in it.
Refuses    to explain the law (the rulebook does) and to differ from what the pages do.
Start at   texts.py, then views.py; manual.py makes the whole of it a book.
"""
