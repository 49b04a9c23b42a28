"""Addresses of reports, under /desk/returns/."""

from django.urls import path

from chengxin.insight.returns import views

app_name = "returns"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("rows/", views.rows, name="rows"),
    path("<slug:code>/", views.report, name="report"),
]
