"""Addresses of dossiers, under /desk/dossiers/; `files` is that of programs, at the root.

None holds a name or a number: an official is a code drawn by lot.
"""

from django.urls import path

from chengxin.mechanisms.dossiers import api, own_views, supply_views, views

app_name = "dossiers"
urlpatterns = [
    path("", views.officials, name="officials"),
    path("own/", own_views.own, name="own"),
    path("own/copy.json", own_views.copy, name="copy"),
    path("own/copy.pdf", own_views.printed_copy, name="printed_copy"),
    path("own/notices/<int:pk>/", own_views.acknowledge_notice, name="acknowledge"),
    path("own/entries/<int:pk>/object/", own_views.object_to_entry, name="object"),
    path("own/entries/<int:pk>/recovery/", own_views.report, name="recovery"),
    path("own/entries/<int:pk>/remedy/", own_views.remedy_against_entry, name="remedy_against_entry"),
    path("own/opinions/<int:pk>/remedy/", own_views.remedy_against_opinion, name="remedy_against_opinion"),
    path("supplies/", supply_views.supplies, name="supplies"),
    path("supplies/template.xlsx", supply_views.template, name="template"),
    path("supplies/<int:pk>/", supply_views.supply, name="supply"),
    path("supplies/<int:pk>/refused.xlsx", supply_views.refused, name="refused"),
    path("restorations/<int:pk>/", views.restoration, name="restoration"),
    path("notices/<int:pk>/", views.told_on_paper, name="told_on_paper"),
    path("<slug:code>/", views.dossier, name="dossier"),
    path("<slug:code>/purpose/", views.purpose, name="purpose"),
    path("<slug:code>/identity/", views.identity, name="identity"),
    path("<slug:code>/opinion/", views.begin_opinion, name="begin_opinion"),
]

files = [path("dossiers/entries", api.supply)]
