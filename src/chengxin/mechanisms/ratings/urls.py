"""Addresses of ratings and reviews, under /desk/ratings/; each is a matter of the desk."""

from django.urls import path

from chengxin.mechanisms.ratings import views

app_name = "ratings"
urlpatterns = [
    path("", views.ratings, name="list"),
    path("campaigns/new/", views.new, name="new"),
    path("campaigns/<int:pk>/invitations/", views.invitations, name="invitations"),
]
