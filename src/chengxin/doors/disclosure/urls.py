"""Addresses of the public pages; those in `urlpatterns` are below /en/ too, `files` are not."""

from django.urls import path, re_path

from chengxin.doors.disclosure import views

app_name = "disclosure"

_KEY = r"(?P<key>[0-9a-f]{32})"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("withdrawn/", views.register, name="withdrawn"),
    path("regions/<str:region_id>/", views.region, name="region"),
    path("bodies/<str:body_id>/", views.body, name="body"),
    re_path(rf"^records/{_KEY}/$", views.record, name="record"),
    re_path(rf"^verify/{_KEY}/$", views.verify, name="verify"),
]

files = [
    path("index.json", views.home),
    path("search/index.json", views.search),
    path("withdrawn/index.json", views.register),
    path("regions/<str:region_id>/index.json", views.region),
    path("bodies/<str:body_id>/index.json", views.body),
    re_path(rf"^records/{_KEY}/index\.json$", views.record),
    re_path(rf"^records/{_KEY}/qr\.svg$", views.qr_code),
    re_path(rf"^verify/{_KEY}/index\.json$", views.verify),
    re_path(rf"^records/{_KEY}/receipt\.json$", views.receipt),
    re_path(rf"^log/contents/{_KEY}/(?P<version>[1-9][0-9]{{0,5}})\.json$", views.content),
    path("feed.atom", views.register),
    path("sitemap.xml", views.register),
    path("robots.txt", views.robots),
]
