"""Addresses of help, under /desk/help/."""

from django.urls import path

from chengxin.doors.help import views

app_name = "help"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("first-day/", views.first_day, name="first_day"),
    path("first-day/<slug:role>/", views.first_day, name="first_day_of"),
    path("terms/", views.glossary, name="glossary"),
    path("manual.pdf", views.manual_file, name="manual"),
    path("<slug:slug>/", views.page, name="page"),
]
