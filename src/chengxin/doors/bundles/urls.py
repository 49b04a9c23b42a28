"""Addresses of the bundle's files: the same below the site as in the folder."""

from django.urls import re_path

from chengxin.doors.bundles import views

app_name = "bundles"

_FOLDERS = r"(?:bulk|deltas|reference|schemas|sitemaps)(?:/[0-9A-Za-z_.-]+)+"
_FILE = rf"(?P<name>{_FOLDERS}|catalog\.jsonld|catalog\.note)"

files = [re_path(rf"^{_FILE}$", views.file)]
