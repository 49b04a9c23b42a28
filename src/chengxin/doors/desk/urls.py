"""Addresses of the desk, under /desk/."""

from django.urls import path

from chengxin.doors.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.queue, {"tab": "waiting"}, name="queue"),
    path("all/", views.queue, {"tab": "visible"}, name="visible"),
    *(
        path(f"{tab}/", views.queue, {"tab": tab}, name=tab)
        for tab in ("done", "started", "circulated", "starred", "overdue")
    ),
    path("saved/<int:pk>/", views.saved, name="saved"),
    path("mandate/", views.mandates, name="mandates"),
    path("matters/<int:pk>/", views.matter, name="matter"),
    path("matters/<int:pk>/deadlines/<int:deadline_pk>/", views.why_this_day, name="why_this_day"),
    path(
        "matters/<int:pk>/deadlines/<int:deadline_pk>.json", views.why_this_day_json, name="why_this_day_json"
    ),
    path("files/<int:pk>/attachments/<int:attachment_pk>/", views.attachment, name="attachment"),
    path("files/<int:pk>/document.<slug:form>", views.document_file, name="document_file"),
    path("matters/<int:pk>/purpose/", views.purpose, name="purpose"),
    path("matters/<int:pk>/<slug:code>/", views.press, name="press"),
]
