"""Addresses of complaints, under /desk/complaints/; the complaints themselves are matters of the desk."""

from django.urls import path

from chengxin.mechanisms.supervision import views

app_name = "supervision"
urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/template.xlsx", views.template, name="template"),
    path("orders/answers.xlsx", views.answers, name="answers"),
    path("orders/<int:pk>/", views.batch, name="batch"),
    path("orders/<int:pk>/refused.xlsx", views.refused, name="refused"),
    path("counts/", views.counts, name="counts"),
    path("counts/behind/", views.behind, name="behind"),
    path("<int:pk>/contact/", views.contact, name="contact"),
    path("<int:pk>/files/<int:file_pk>/", views.file, name="file"),
]
