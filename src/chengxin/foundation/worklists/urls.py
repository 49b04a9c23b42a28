"""Addresses of the lists, under /desk/lists/."""

from django.urls import path

from chengxin.foundation.worklists import views

app_name = "worklists"
urlpatterns = [
    path("matters/<int:pk>/", views.together, name="together"),
    path("matters/<int:pk>/star/", views.star, name="star"),
    path("matters/<int:pk>/read/", views.read, name="read"),
    path("matters/<int:pk>/nudge/", views.nudge, name="nudge"),
    path("matters/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("matters/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("batch/", views.batch_preview, name="batch_preview"),
    path("batch/run/", views.batch_run, name="batch_run"),
    path("batch/<int:pk>/", views.batch, name="batch"),
    path("batch/print/", views.batch_print, name="batch_print"),
    path("batch/export.xlsx", views.batch_export, name="batch_export"),
    path("filters/", views.save_filter, name="save_filter"),
    path("filters/<int:pk>/drop/", views.drop_filter, name="drop_filter"),
]
