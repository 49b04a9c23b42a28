"""One small world for all tests of a module, in a transaction that none of them ends."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker
from tests.access.planted import plant
from tests.access.world import World, build
from tests.rooms.desk.trial import KIND, MONDAY

from chengxin.foundation.matters import plugs
from chengxin.ground import ciphers, clock, home, keys


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world, built once; each test then begins at a savepoint."""
    root = tmp_path_factory.mktemp("access")
    with ExitStack() as kept:
        patch = kept.enter_context(pytest.MonkeyPatch.context())
        patch.setitem(plugs._kinds, "trial", KIND)
        patch.setenv("CHENGXIN_HOME", str(root))
        home.current().prepare()
        keys.make_key(home.current(), ciphers.SEALING_KEY)
        kept.enter_context(_undone_in_the_end(django_db_blocker))
        with django_db_blocker.unblock(), clock.standing_at(MONDAY):
            world = build()
            plant(world)
        yield world


@contextmanager
def _undone_in_the_end(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Hold a transaction of every database, within which tests set their savepoints, and roll all of it back."""
    held = {alias: transaction.atomic(using=alias) for alias in connections}
    with blocker.unblock():
        for each in held.values():
            each.__enter__()
    try:
        yield
    finally:
        with blocker.unblock():
            for alias, each in reversed(held.items()):
                transaction.set_rollback(True, using=alias)
                each.__exit__(None, None, None)


@pytest.fixture
def world(built: World, monday: object) -> World:
    return built
