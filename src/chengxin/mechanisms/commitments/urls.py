"""Addresses of the ledger, under /desk/commitments/."""

from django.urls import path

from chengxin.mechanisms.commitments import api, views

app_name = "commitments"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("index.json", api.listed, name="index_json"),
    path("enter.json", api.enter, name="enter_json"),
    path("<int:pk>/index.json", api.one, name="one_json"),
    path("new/", views.new, name="new"),
    path("imports/", views.imports, name="imports"),
    path("imports/template.xlsx", views.template, name="template"),
    path("imports/<int:pk>/", views.one_import, name="import"),
    path("imports/<int:pk>/refused.xlsx", views.refused, name="refused"),
    path("reports/", views.work_reports, name="reports"),
    path("reports/<int:pk>/", views.work_report, name="report"),
    path("payments/", views.payments, name="payments"),
    path("<int:pk>/take/", views.take, name="take"),
]
