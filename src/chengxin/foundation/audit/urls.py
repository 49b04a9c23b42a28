"""Addresses of the audit, under /desk/audit/."""

from django.urls import path

from chengxin.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entries, name="entries"),
    path("entries.csv", views.export, name="export"),
    path("<int:number>/", views.entry, name="entry"),
]
