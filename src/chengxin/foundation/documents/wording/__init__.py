"""文书模板: the words that an organ puts around what a kind of document must say.

Keeps      each version of an organ's wording of a kind, who handed it in and who let it be.
Promises   what the law demands cannot be left out: facts, grounds and remedies stand as fields that the platform fills;
           a version speaks only after another person approved it, and never in a document reviewed before.
Refuses    programs in a template, fields that nobody knows, anything in the file that would not be printed.
Start at   fields.py, then value.py; word_files.py is the way from and to the word processor.
"""
