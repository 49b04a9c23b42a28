"""Addresses of documents, under /desk/documents/."""

from django.urls import path

from chengxin.foundation.documents import views, wording_views

app_name = "documents"
urlpatterns = [
    path("<int:pk>/compare/", views.compare, name="compare"),
    path("numbers/", views.numbers, name="numbers"),
    path("templates/", wording_views.overview, name="wordings"),
    path("templates/<slug:kind>/", wording_views.wording, name="wording"),
    path("templates/<slug:kind>/compare/", wording_views.compare, name="wording_compare"),
    path("templates/<slug:kind>/<int:number>.docx", wording_views.download, name="wording_file"),
]
