"""Addresses of messages, under /desk/messages/."""

from django.urls import path

from chengxin.foundation.notifications import views

app_name = "notifications"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/open/", views.open_one, name="open"),
    path("read/", views.read_all, name="read_all"),
    path("addresses/", views.addresses, name="addresses"),
    path("addresses/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("addresses/<int:pk>/choose/", views.choose, name="choose"),
    path("addresses/<int:pk>/remove/", views.remove, name="remove"),
    path("undelivered/", views.undelivered, name="undelivered"),
    path("undelivered/<int:pk>/again/", views.again, name="again"),
]
