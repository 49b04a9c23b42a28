"""Addresses of deliveries, under /desk/deliveries/."""

from django.urls import path

from chengxin.foundation.deliveries import views

app_name = "deliveries"
urlpatterns = [
    path("consent/", views.own, name="own"),
    path("consents/", views.listed, name="consents"),
    path("<int:pk>/receipt.<slug:form>", views.receipt, name="receipt"),
]
