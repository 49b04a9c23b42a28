"""Addresses of filing, under /desk/archives/."""

from django.urls import path

from chengxin.foundation.archives import case_views, views

app_name = "archives"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("tables/<int:pk>/", views.table, name="table"),
    path("filings/<int:pk>/", views.filing, name="filing"),
    path("filings/<int:pk>/progress/", views.progress, name="progress"),
    path("filings/<int:pk>/package/", views.package, name="package"),
    path("cases/<int:pk>/", case_views.case, name="case"),
    path("transfers/", case_views.transfers, name="transfers"),
    path("appraisals/", case_views.appraisals, name="appraisals"),
    path("appraisals/<int:pk>/", case_views.appraisal, name="appraisal"),
]
