"""Addresses of the public pages; those in `urlpatterns` are below /en/ too, `files` are not."""

from django.urls import path, re_path

from chengxin.doors.disclosure import views

app_name = "disclosure"

_KEY = r"(?P<key>[0-9a-f]{32})"
_REGION = r"(?P<region_id>[0-9A-Za-z_-]{1,16})"
_RULE = r"(?P<rule_id>[A-Z][0-9]?-[0-9]{2})"
_FOLDER = r"(?:records|promises|proposals|reviews|complaint-counts)"
_BODY = r"(?P<body_id>[0-9A-Za-z_-]{1,24})"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("withdrawn/", views.register, name="withdrawn"),
    path("data/", views.data, name="data"),
    path("inquiries/", views.asked, name="asked"),
    path("log/witnesses/", views.witnesses, name="witnesses"),
    path("privacy/", views.privacy, name="privacy"),
    path("rules/", views.rule, name="rules"),
    re_path(rf"^rules/{_RULE}/$", views.rule, name="rule"),
    re_path(rf"^regions/{_REGION}/$", views.region, name="region"),
    re_path(rf"^bodies/{_BODY}/$", views.body, name="body"),
    re_path(rf"^records/{_KEY}/$", views.record, name="record"),
    path("promises/", views.promises, name="promises"),
    re_path(rf"^promises/regions/{_REGION}/$", views.promises, name="promises_of_region"),
    re_path(rf"^promises/bodies/{_BODY}/$", views.promises, name="promises_of_body"),
    re_path(rf"^promises/{_KEY}/$", views.record, name="promise"),
    path("reviews/", views.reviews, name="reviews"),
    re_path(rf"^reviews/{_KEY}/$", views.record, name="review"),
    path("complaint-counts/", views.complaint_counts, name="complaint_counts"),
    re_path(rf"^complaint-counts/{_KEY}/$", views.record, name="complaint_month"),
    path("proposals/", views.proposals, name="proposals"),
    re_path(rf"^proposals/regions/{_REGION}/$", views.proposals, name="proposals_of_region"),
    re_path(rf"^proposals/bodies/{_BODY}/$", views.proposals, name="proposals_of_body"),
    re_path(rf"^proposals/{_KEY}/$", views.record, name="proposal"),
    re_path(rf"^verify/{_KEY}/$", views.verify, name="verify"),
]

files = [
    path("index.json", views.home),
    path("search/index.json", views.search),
    path("withdrawn/index.json", views.register),
    path("data/index.json", views.data),
    path("inquiries/index.json", views.asked),
    path("log/witnesses/index.json", views.witnesses),
    path("privacy/index.json", views.privacy),
    path("rules/index.json", views.rule),
    re_path(rf"^rules/{_RULE}/index\.json$", views.rule),
    re_path(rf"^regions/{_REGION}/index\.json$", views.region),
    re_path(rf"^bodies/{_BODY}/index\.json$", views.body),
    re_path(rf"^{_FOLDER}/{_KEY}/index\.json$", views.record),
    re_path(rf"^{_FOLDER}/{_KEY}/qr\.svg$", views.qr_code),
    path("promises/index.json", views.promises),
    path("promises/feed.atom", views.promises_feed),
    path("reviews/index.json", views.reviews),
    path("reviews/feed.atom", views.figures_feed, {"kind": "campaign"}),
    path("complaint-counts/index.json", views.complaint_counts),
    path("complaint-counts/feed.atom", views.figures_feed, {"kind": "complaint_counts"}),
    re_path(rf"^promises/regions/{_REGION}/index\.json$", views.promises),
    re_path(rf"^promises/bodies/{_BODY}/index\.json$", views.promises),
    path("proposals/index.json", views.proposals),
    path("proposals/feed.atom", views.proposals_feed),
    re_path(rf"^proposals/regions/{_REGION}/index\.json$", views.proposals),
    re_path(rf"^proposals/bodies/{_BODY}/index\.json$", views.proposals),
    re_path(rf"^verify/{_KEY}/index\.json$", views.verify),
    re_path(rf"^{_FOLDER}/{_KEY}/receipt\.json$", views.receipt),
    re_path(rf"^log/contents/{_KEY}/(?P<version>[1-9][0-9]{{0,5}})\.json$", views.content),
    path("log/entry.schema.json", views.entry_schema),
    path("feed.atom", views.register),
    path("sitemap.xml", views.sitemap),
    re_path(r"^sitemaps/(?P<name>[a-z]+(?:-[0-9]+)?)\.xml$", views.sitemap),
    path("robots.txt", views.robots),
    path("site.json", views.site_card),
]
