"""Addresses of suggestions and proposals, under /desk/proposals/."""

from django.urls import path

from chengxin.mechanisms.proposals import views

app_name = "proposals"
urlpatterns = [
    path("", views.proposals, name="list"),
    path("new/", views.new, name="new"),
    path("yearly/", views.yearly, name="yearly"),
    path("yearly/<int:year>.<str:ending>", views.yearly_file, name="yearly_file"),
    path("imports/", views.imports, name="imports"),
    path("imports/template.xlsx", views.template, name="template"),
    path("imports/<int:pk>/", views.one_import, name="import"),
    path("imports/<int:pk>/refused.xlsx", views.refused, name="refused"),
]
