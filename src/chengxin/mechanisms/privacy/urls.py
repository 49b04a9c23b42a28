"""Addresses of personal information, under /desk/privacy/. None holds a name or a number."""

from django.urls import path

from chengxin.mechanisms.privacy import assessment_views, person_views, views

app_name = "privacy"
urlpatterns = [
    path("own/", views.own, name="own"),
    path("counter/", views.counter, name="counter"),
    path("persons/", person_views.persons, name="persons"),
    path("persons/<int:pk>/identity/", person_views.identity, name="identity"),
    path("activities/", assessment_views.activities, name="activities"),
    path("activities/<int:pk>/", assessment_views.activity, name="activity"),
    path("breaches/", views.breaches, name="breaches"),
    path("form/", views.paper, name="paper"),
]
