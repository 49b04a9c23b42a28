"""Addresses of documents, under /desk/documents/."""

from django.urls import path

from chengxin.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("<int:pk>/compare/", views.compare, name="compare"),
    path("numbers/", views.numbers, name="numbers"),
]
