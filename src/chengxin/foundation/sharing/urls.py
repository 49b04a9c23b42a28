"""Addresses of the desk, under /desk/sharing/; `files` are those of consumers' programs, at the root."""

from django.urls import path

from chengxin.foundation.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.consumers, name="consumers"),
    path("<slug:code>/", views.consumer, name="consumer"),
]

files = [
    path("sharing/withdrawals/<int:first>", views.withdrawals),
    path("sharing/answers", views.answers),
]
