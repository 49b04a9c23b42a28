"""Settings of a public node: the site's own, without whatever belongs to the internal side.

There is no internal database to connect to, no session, no account and no desk: Django itself refuses whoever asks.
"""

from chengxin.site.settings import *  # noqa: F403
from chengxin.site.settings import DATABASES as _DATABASES

HAS_DESK = False
BUNDLE = ""  # a node shows what it was given, in its home
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "chengxin.doors.disclosure",
    "chengxin.doors.bundles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "chengxin.site.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chengxin.site.middleware.UnknownVisitors",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "chengxin.site.public_urls"
DATABASES = {"default": {}, "public": _DATABASES["public"]}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
AUTHENTICATION_BACKENDS = []
