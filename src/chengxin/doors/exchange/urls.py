"""Addresses of the exchange, under /desk/imports/."""

from django.urls import path

from chengxin.doors.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("template.xlsx", views.template, name="template"),
    path("names/", views.names, name="names"),
    path("names/<int:pk>/", views.name, name="name"),
    path("pending/", views.pending, name="pending"),
    path("pending/<int:pk>/", views.confirm, name="confirm"),
    path("<int:pk>/", views.run, name="run"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/refused.xlsx", views.refused, name="refused"),
]
