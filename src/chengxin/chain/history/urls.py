"""Addresses of historic entry, under /desk/history/."""

from django.urls import path

from chengxin.chain.history import views

app_name = "history"
urlpatterns = [
    path("", views.batches, name="batches"),
    path("template.xlsx", views.template, name="template"),
    path("<int:pk>/", views.batch, name="batch"),
    path("<int:pk>/refused.xlsx", views.refused, name="refused"),
    path("<int:pk>/progress/", views.progress, name="progress"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
