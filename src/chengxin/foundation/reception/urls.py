"""Addresses of the public door; none holds a key, a code or a word of anybody's."""

from django.urls import path

from chengxin.foundation.reception import ballot_views, views

app_name = "reception"
urlpatterns = [
    path("", views.complain, name="complain"),
    path("talk/", views.talk, name="talk"),
    path("challenge/", views.challenge, name="challenge"),
]

ballots = (
    [
        path("", ballot_views.polls, name="polls"),
        path("<int:number>/", ballot_views.ballot, name="ballot"),
    ],
    "ballots",
)
