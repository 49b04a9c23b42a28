"""Addresses of ledgers, under /desk/ledgers/."""

from django.urls import path

from chengxin.foundation.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("files/<int:pk>/", views.file, name="file"),
    path("files/<int:pk>/progress/", views.progress, name="progress"),
    path("files/<int:pk>/workbook.xlsx", views.download, name="download"),
    path("<slug:code>/", views.draw, name="draw"),
    path("<slug:code>/workbook.xlsx", views.workbook, name="workbook"),
    path("<slug:code>/print/", views.on_paper, name="print"),
]
