"""Addresses of the mandates and of programs, under /desk/posts/."""

from django.urls import path

from chengxin.foundation.accounts import program_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.own, name="own"),
    path("recall/<int:pk>/", views.recall, name="recall"),
    path("people/", views.people, name="people"),
    path("people/<slug:body>/", views.body, name="body"),
    path("people/<slug:body>/ask/", views.ask, name="ask"),
    path("people/<slug:body>/<int:pk>/", views.post, name="post"),
    path("changes/", views.changes, name="changes"),
    path("changes/<int:pk>/", views.change, name="change"),
    path("programs/", program_views.programs, name="programs"),
    path("programs/<slug:code>/", program_views.program, name="program"),
]
