"""认定依据: the instruments that others made: who issued them, what they say, whom they name.

Keeps      every instrument with its source and hash; its parties and text sealed; what was read from it and why; each
           row of each import: kept, duplicate or refused.
Promises   the same bytes twice are one instrument; a body is named by the register or waits in a queue with
           candidates, never guessed.
Refuses    to judge: an adverse judgment is 败诉, no record; rooms above plug in what follows.
Start at   models.py, then operations.py; sources/ turns rows into instruments.
"""
