"""Addresses of the handovers, under /desk/handovers/."""

from django.urls import path

from chengxin.foundation.handovers import views

app_name = "handovers"
urlpatterns = [
    path("", views.handovers, name="handovers"),
    path("<int:pk>/list.xlsx", views.workbook, name="workbook"),
]
