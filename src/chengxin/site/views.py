"""Answers about the process itself."""

from django.db import connections
from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether every database answers."""
    try:
        for database in connections.all():
            if database.vendor == "unknown":
                continue  # a public node has no internal side
            with database.cursor() as cursor:
                cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("数据库没有应答\n", content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
