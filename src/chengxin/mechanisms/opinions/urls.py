"""Addresses of received opinions, under /desk/opinions/."""

from django.urls import path

from chengxin.mechanisms.opinions import views

app_name = "opinions"
urlpatterns = [
    path("", views.opinions, name="list"),
    path("new/", views.new, name="new"),
    path("yearly/", views.yearly, name="yearly"),
    path("yearly/<int:year>.<str:ending>", views.yearly_file, name="yearly_file"),
]
