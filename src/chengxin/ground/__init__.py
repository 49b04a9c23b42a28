"""地基: what every room stands on and no table needs.

Keeps      the clock, the home, files by their hash, sheets, ciphers, the signer, jobs, the plugboard, the upload.
Promises   each of these has one place; nothing here knows a room.
Refuses    tables, law and pages.
Start at   home.py and clock.py.
"""
