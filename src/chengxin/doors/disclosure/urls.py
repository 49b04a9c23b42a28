"""Addresses of the public pages; those in `urlpatterns` are below /en/ too, `files` are not."""

from django.urls import path, re_path

from chengxin.doors.disclosure import views

app_name = "disclosure"

_KEY = r"(?P<key>[0-9a-f]{32})"
_REGION = r"(?P<region_id>[0-9A-Za-z_-]{1,16})"
_RULE = r"(?P<rule_id>[A-Z][0-9]?-[0-9]{2})"
_BODY = r"(?P<body_id>[0-9A-Za-z_-]{1,24})"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("withdrawn/", views.register, name="withdrawn"),
    path("log/witnesses/", views.witnesses, name="witnesses"),
    path("rules/", views.rule, name="rules"),
    re_path(rf"^rules/{_RULE}/$", views.rule, name="rule"),
    re_path(rf"^regions/{_REGION}/$", views.region, name="region"),
    re_path(rf"^bodies/{_BODY}/$", views.body, name="body"),
    re_path(rf"^records/{_KEY}/$", views.record, name="record"),
    re_path(rf"^verify/{_KEY}/$", views.verify, name="verify"),
]

files = [
    path("index.json", views.home),
    path("search/index.json", views.search),
    path("withdrawn/index.json", views.register),
    path("log/witnesses/index.json", views.witnesses),
    path("rules/index.json", views.rule),
    re_path(rf"^rules/{_RULE}/index\.json$", views.rule),
    re_path(rf"^regions/{_REGION}/index\.json$", views.region),
    re_path(rf"^bodies/{_BODY}/index\.json$", views.body),
    re_path(rf"^records/{_KEY}/index\.json$", views.record),
    re_path(rf"^records/{_KEY}/qr\.svg$", views.qr_code),
    re_path(rf"^verify/{_KEY}/index\.json$", views.verify),
    re_path(rf"^records/{_KEY}/receipt\.json$", views.receipt),
    re_path(rf"^log/contents/{_KEY}/(?P<version>[1-9][0-9]{{0,5}})\.json$", views.content),
    path("feed.atom", views.register),
    path("sitemap.xml", views.register),
    path("robots.txt", views.robots),
]
