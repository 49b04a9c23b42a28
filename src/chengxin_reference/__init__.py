"""基础数据: what the platform knows of Shandong before anyone has entered anything.

Keeps      divisions with their history, public bodies and their names, the schematic map, all with sources.
Promises   stable ids: codes move and names change, an id never does; every fact says where it comes from.
Refuses    to pass off as seen what is only usual: standard sets of departments are marked so.
Start at   divisions.regions, then bodies.bodies; the files beside them are built by each package's `build`.
"""
