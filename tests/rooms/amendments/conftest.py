"""The tests of the amendments know their people."""

from tests.rooms.amendments.cases import admin_of_city, admin_wu, admin_xu, provincial_office, running

__all__ = ["admin_of_city", "admin_wu", "admin_xu", "provincial_office", "running"]
