"""Addresses of reports and returns, under /desk/returns/."""

from django.urls import path

from chengxin.insight.returns import burden_views, views

app_name = "returns"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("rows/", views.rows, name="rows"),
    path("own/", views.own, name="own"),
    path("received/", views.received, name="received"),
    path("stated/", views.stated, name="stated"),
    path("receipt/", views.receipt, name="receipt"),
    path("requests/", burden_views.requests, name="requests"),
    path("cell/", views.cell, name="cell"),
    path("<slug:code>/", views.report, name="report"),
]
