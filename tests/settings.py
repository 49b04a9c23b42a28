"""Settings of the tests: the real ones, in a home that is thrown away."""

import os
import tempfile

os.environ["CHENGXIN_HOME"] = tempfile.mkdtemp(prefix="chengxin-test-")
os.environ.setdefault("CHENGXIN_DATABASE", "")

from chengxin.ground import ciphers, home, keys

_home = home.current()
_home.prepare()
for _name in ("django", ciphers.SEALING_KEY):
    keys.make_key(_home, _name)

from chengxin.site.settings import *
from chengxin.site.settings import DATABASES

for _alias, _database in DATABASES.items():
    if _database["ENGINE"].endswith("sqlite3"):
        _database["TEST"] = {"NAME": str(_home.root / f"test_{_alias}.db")}
        # What a crash would lose does not matter to a test.
        _database["OPTIONS"]["init_command"] += " PRAGMA synchronous=OFF;"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Journeys move the clock by months while a browser stays open; the tests of sign-ins set their own.
IDLE_MINUTES = SIGN_IN_HOURS = 10**7
PASSWORD_DAYS, SECOND_FACTOR_ROLES = 0, frozenset()
