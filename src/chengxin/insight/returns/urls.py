"""Addresses of reports and returns, under /desk/returns/."""

from django.urls import path

from chengxin.insight.returns import ask_views, burden_views, summary_views, views

app_name = "returns"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("rows/", views.rows, name="rows"),
    path("own/", views.own, name="own"),
    path("received/", views.received, name="received"),
    path("stated/", views.stated, name="stated"),
    path("receipt/", views.receipt, name="receipt"),
    path("requests/", burden_views.requests, name="requests"),
    path("asks/", ask_views.asked, name="asks"),
    path("asks/new/", ask_views.new, name="new_ask"),
    path("asks/<int:pk>/", ask_views.ask, name="ask"),
    path("asks/<int:pk>/withdraw/", ask_views.withdraw, name="withdraw_ask"),
    path("summary/", summary_views.summary, name="summary"),
    path("bodies/", summary_views.bodies, name="bodies"),
    path("cell/", views.cell, name="cell"),
    path("<slug:code>/", views.report, name="report"),
]
