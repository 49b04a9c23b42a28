"""Addresses of recusal and of why something is seen, under /desk/recusal/."""

from django.urls import path

from chengxin.foundation.matters import views

app_name = "matters"
urlpatterns = [
    path("", views.recusal, name="recusal"),
    path("why/", views.why_page, name="why_page"),
    path("why/<int:pk>/", views.why, name="why"),
    path("ask/<int:pk>/", views.ask, name="ask"),
    path("lift/<int:pk>/", views.lift, name="lift"),
    path("decide/<int:pk>/", views.decide, name="decide"),
]
