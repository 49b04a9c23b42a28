"""Addresses of the desk, under /desk/platform/."""

from django.urls import path

from chengxin.foundation.reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("returned/", views.returned, name="returned"),
    path("batches/<slug:number>/", views.batch, name="batch"),
    path("reconcile/", views.reconcile, name="reconcile"),
    path("reconciliations/<int:pk>/", views.reconciliation, name="reconciliation"),
    path("reconciliations/<int:pk>/differences.xlsx", views.differences_xlsx, name="xlsx"),
    path("reconciliations/<int:pk>/differences.csv", views.differences_csv, name="csv"),
]
