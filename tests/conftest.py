"""What every test may ask for."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from hypothesis import settings

from chengxin.ground import clock

settings.register_profile("chengxin", deadline=None)
settings.load_profile("chengxin")

pytest_plugins = ["tests.cast", "tests.drawn", "tests.emptied", "tests.window"]

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # nine o'clock in Beijing


@pytest.fixture
def monday() -> Iterator[datetime]:
    """A Monday morning on which the clock stands still."""
    with clock.standing_at(MONDAY):
        yield MONDAY


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Keep no permissions of Django's own, which nothing here asks: after each emptying of the tables they come again.

    To write down four for each of two hundred tables took a third of a second, as often as a test commits.
    """
    post_migrate.disconnect(
        create_permissions, dispatch_uid="django.contrib.auth.management.create_permissions"
    )
    post_migrate.disconnect(create_contenttypes)
