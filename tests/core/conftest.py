"""Property tests of the core say what holds, not how fast this machine is at the moment."""

from hypothesis import settings

settings.register_profile("core", deadline=None)
settings.load_profile("core")
