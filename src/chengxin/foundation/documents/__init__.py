"""文书: official documents from draft to issue.

Keeps      what each document says as a value, its number in the book of its organ and year, the two files made of it.
Promises   a document that does something was reviewed, reviewed in law and issued by different persons of the competent
           organ; numbers have no gaps; one value gives both DOCX and PDF; no seal is drawn.
Refuses    to serve (deliveries) and to know what a document is about: rooms above plug their kinds in.
Start at   models.py, then operations.py; rendering/ turns a value into files.
"""
