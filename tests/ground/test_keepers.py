"""Whatever a table names by its hash is not removed from under it."""

import pytest
from django.apps import apps

from chengxin.ground.keepers import is_kept, keepers

NO_FILES = {("sharing", "Probe", "sha256")}  # the hash of an answer from elsewhere, of which nothing is kept


def test_every_column_that_names_a_kept_file_is_plugged_in() -> None:
    known = {(each.model._meta.app_label, each.model.__name__, each.column) for each in keepers()}
    named = {
        (model._meta.app_label, model.__name__, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("chengxin.")
        for field in model._meta.get_fields()
        if field.name in {"sha256", "docx", "pdf", "sealed_scan", "receipt", "form", "revocation", "package"}
        and getattr(field, "max_length", None) == 64
    }

    assert named - NO_FILES == known


@pytest.mark.django_db
def test_what_no_row_names_is_kept_by_nobody() -> None:
    assert not is_kept("0" * 64)
