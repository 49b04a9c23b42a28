"""Addresses of retention, under /desk/retention/."""

from django.urls import path

from chengxin.foundation.retention import views

app_name = "retention"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<int:pk>/", views.destruction, name="list"),
    path("<int:pk>/certificate/", views.certificate, name="certificate"),
    path("holds/<int:pk>/", views.hold, name="hold"),
]
