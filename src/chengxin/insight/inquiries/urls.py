"""Addresses of inquiries, under /desk/inquiries/, which hold no name; `files` is that of programs, at the root."""

from django.urls import path

from chengxin.insight.inquiries import api, list_views, views

app_name = "inquiries"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("asked/", views.asked, name="asked"),
    path("about/", views.about, name="about"),
    path("reviews/", views.reviews, name="reviews"),
    path("lists/", list_views.lists, name="lists"),
    path("lists/template-<slug:kind>.xlsx", list_views.template, name="template"),
    path("lists/<int:pk>/", list_views.one, name="list"),
    path("lists/<int:pk>/progress/", list_views.progress, name="progress"),
    path("lists/<int:pk>/results.xlsx", list_views.results, name="results"),
    path("lists/<int:pk>/refused.xlsx", list_views.refused, name="refused"),
    path("<slug:number>/", views.inquiry, name="inquiry"),
    path("<slug:number>/answer.pdf", views.paper, name="paper"),
]

files = [path("inquiries/screen", api.screen)]
