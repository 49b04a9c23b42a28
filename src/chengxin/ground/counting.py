"""计数: how many rows a list holds, as a column of another query: several lists are counted in one statement."""

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class HowMany(Subquery):
    """How many rows a list holds, up to a bound.

    >>> from chengxin.foundation.subjects.models import Region
    >>> HowMany(Region.objects.filter(level="county"), 200).output_field.get_internal_type()
    'IntegerField'
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS listed)"
    empty_result_set_value = 0  # it is known without asking: who administers sees no matter

    def __init__(self, rows: QuerySet[Any], most: int) -> None:
        super().__init__(rows.order_by().values("pk")[:most], output_field=IntegerField())
