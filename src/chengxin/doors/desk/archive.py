"""档案查阅: an archived matter is read for a stated purpose, and every reading is logged (policy Q-28)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from chengxin.foundation.accounts.acting import ActingRequest
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import log_archive_read
from chengxin.foundation.matters.queries import case_file_of, visible_matters
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor

_READERS = frozenset({Actor.ARCHIVIST, Actor.AUDITOR})
_STATED = "archive_purposes"


def on_record(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let `view` show an archived matter only once its reader said what for; log that it was read."""

    @wraps(view)
    def logged(request: ActingRequest, pk: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Actor(request.mandate.role) in _READERS:
            matter = visible_matters(request.mandate).exclude(archived_at=None).filter(pk=pk).first()
            if matter is not None:
                purpose = purpose_of(request, matter)
                if not purpose:
                    return redirect("desk:purpose", pk)
                log_archive_read(matter=matter, by=request.mandate, purpose=purpose, at=clock.now())
        return view(request, pk, *args, **kwargs)

    return logged


def purpose_of(request: ActingRequest, matter: Matter) -> str:
    """Return what the reader said the case file is read for, under this mandate and in this session."""
    purpose: str = request.session.get(_STATED, {}).get(_key(request, matter), "")
    return purpose


def state_purpose(request: ActingRequest, matter: Matter, purpose: str) -> None:
    """Remember what the case file is read for, until its reader signs out."""
    stated = request.session.get(_STATED, {})
    request.session[_STATED] = stated | {_key(request, matter): purpose}


def _key(request: ActingRequest, matter: Matter) -> str:
    return f"{request.mandate.pk}:{case_file_of(matter).pk}"
