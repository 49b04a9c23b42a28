"""What a web server calls: stored public pages are answered first, everything else by Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chengxin.site.settings")

_django = get_wsgi_application()

from django.db import connections  # noqa: E402 - the settings must be there first

from chengxin.doors.disclosure.front import Front, pages_of  # noqa: E402
from chengxin.ground.collector import settle  # noqa: E402
from chengxin.ground.home import current, require_replayed  # noqa: E402
from chengxin.site.middleware import POLICY  # noqa: E402

require_replayed(current())
application = Front(_django, pages=pages_of(connections["public"].settings_dict), policy=POLICY)
settle()
