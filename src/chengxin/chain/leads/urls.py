"""Addresses of the cases of other provinces, under /desk/outside/."""

from django.urls import path

from chengxin.chain.leads import views

app_name = "leads"
urlpatterns = [
    path("", views.outside, name="outside"),
    path("<int:pk>/", views.outside_lead, name="outside_lead"),
]
