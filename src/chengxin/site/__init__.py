"""总装: settings, addresses, the command line, the page frame: where the rooms become one program.

Keeps      settings, urls, wsgi, the CLI, base templates and the design system, the demo.
Promises   every room is found through its own files; nothing is listed twice.
Refuses    law, tables and decisions.
Start at   settings.py and cli.py.
"""
