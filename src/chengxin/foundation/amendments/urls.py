"""Addresses of the amendments, under /desk/rules/."""

from django.urls import path

from chengxin.foundation.amendments import views

app_name = "amendments"
urlpatterns = [
    path("", views.defaults, name="defaults"),
    path("moves/", views.moves, name="moves"),
    path("requests/<int:pk>/", views.amendment, name="amendment"),
    path("<str:key>/", views.default, name="default"),
]
