"""Addresses of a public node: the public pages and files, and nothing else."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from chengxin.doors.bundles.urls import files as bundle_files
from chengxin.doors.disclosure.urls import files as public_files
from chengxin.site.views import health, ready

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="healthz"),
    path("readyz", ready, name="readyz"),
    *public_files,
    *bundle_files,
    *i18n_patterns(path("", include("chengxin.doors.disclosure.urls")), prefix_default_language=False),
]
