"""Several querysets read in one statement give the same rows as each by itself."""

from datetime import date

import pytest
from django.db.models import Count, DateField, Exists, F, OuterRef, Value

from core.dates import DaysBetween, MonthOf
from core.together import read_together
from safeguard.models import Concern, Enquiry
from tests.consistency.mixed_register import filled

pytestmark = pytest.mark.django_db


def test_the_same_rows_in_one_statement(council, django_assert_num_queries):
    filled(council, concerns=20)
    concerns, enquiries = Concern.objects.order_by(), Enquiry.objects.order_by()
    begun = Exists(enquiries.filter(concern=OuterRef("pk")))
    days = DaysBetween(F("concluded_on"), F("commenced_on"))
    parts = [
        concerns.values_list("received_at", "received_on", "decided_on", begun, "priority"),
        concerns.values(month=MonthOf(F("received_on"))).annotate(n=Count("*")),
        enquiries.values_list(days, "concluded_on", Value(None, DateField()), Value("O'Neill, %s")),
        concerns.filter(pk__in=[]).values_list("pk"),
        concerns.values_list(Value("a")).union(enquiries.values_list(Value("b")), all=True),
        concerns.filter(received_on__gt=date(2040, 1, 1)).values_list("pk"),
    ]
    parts[1] = parts[1].values_list("month", "n")
    with django_assert_num_queries(1):
        found = read_together(parts)
    for rows, part in zip(found, parts, strict=True):
        assert sorted(rows, key=repr) == sorted(part, key=repr)
    assert len(found[0]) == 20
    assert read_together([]) == []
