"""`migrate`: a new database gets its tables at once, an old one step by step."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from chengxin.ground.handmade import MadeByHand, SetByHand


class Command(migrate.Command):
    """Django's own, but that nothing is made in an old form where there is nothing to keep.

    Each step of a migration draws all models anew that hang together, which here are nearly all: a minute and more of a
    processor for what the models say in a second. That both ways end in the same tables is a test.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        """Make all tables where there are none and all are asked for; then what Django does."""
        connection = connections[options["database"]]
        if options["app_label"] is None and not connection.introspection.table_names():
            make_tables(connection)
        super().handle(*args, **options)


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Make the tables of an empty database as the models say, and write down that no migration is left to do.

    All of it happens or nothing: what is broken off is begun anew.
    """
    executor = MigrationExecutor(connection)
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    steps = [
        (step, migration.app_label)
        for migration in plan
        for operation in migration.operations
        for step in (operation, *getattr(operation, "database_operations", ()))
    ]
    with connection.schema_editor() as editor:
        _take(steps, MadeByHand, editor)
        by_hand = frozenset(connection.introspection.table_names())
        for room in apps.get_app_configs():
            for model in router.get_migratable_models(room, connection.alias):
                if model._meta.can_migrate(connection) and model._meta.db_table not in by_hand:
                    editor.create_model(model)
        _take(steps, SetByHand, editor)
        editor.create_model(executor.recorder.Migration)
        for migration in plan:
            executor.recorder.record_applied(migration.app_label, migration.name)


def _take(
    steps: Iterable[tuple[Operation, str]], sort: type[Operation], editor: BaseDatabaseSchemaEditor
) -> None:
    for step, room in steps:
        if isinstance(step, sort):
            step.database_forwards(room, editor, ProjectState(), ProjectState())
