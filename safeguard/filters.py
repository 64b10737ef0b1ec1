"""What the lists of concerns and enquiries can be narrowed by; pages and the API share them.

Every filter is one an index serves, so that a list stays fast however long it is.
"""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Left

from core.access import councils_where
from core.filtering import not_listed
from core.paginators import COUNTED_TO
from core.permissions import Permission
from safeguard.choices import DecisionResult, EnquiryKind, Priority
from safeguard.models import AdultIdentity, Concern, Enquiry

UNDECIDED = "undecided"
OPEN, CONCLUDED = "open", "concluded"
LAST_CHARACTER = "\U0010ffff"
PEOPLE_LISTED = 1_000
TOO_MANY = "More than 1,000 people have a name like this. Type more of it, or a reference"


class SpanForm(forms.Form):
    """Refuses a span of days that ends before it begins."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in [name for name in self.fields if name.endswith("_from")]:
            until = f"{name.removesuffix('_from')}_to"
            first, last = cleaned.get(name), cleaned.get(until)
            if first and last and last < first:
                later, earlier = self.fields[until].label, str(self.fields[name].label).lower()
                self.add_error(until, f"{later} must be the same day as {earlier}, or later")
        return cleaned


def by_reference(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Return the rows whose reference begins with `text`.

    PostgreSQL chooses its own way. SQLite is told: few rows are looked up by reference and sorted,
    many are met soon enough on the way through the list in its own order.
    """
    if connection.vendor != "sqlite":
        return rows.filter(reference__startswith=text)
    found = rows.filter(reference__gte=text, reference__lt=text + LAST_CHARACTER)
    if found.order_by().values("pk")[: COUNTED_TO + 1].count() <= COUNTED_TO:
        return found
    many: QuerySet[Any] = rows.alias(beginning=Left("reference", len(text)))
    return many.filter(beginning=text)


def day(label: str, field: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, field_name=field, lookup_expr=lookup)


def one_of(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    """Return a filter by a listed value, whose error names it."""
    return django_filters.ChoiceFilter(
        label=label,
        choices=choices,
        empty_label="Any",
        error_messages=not_listed(label),
        **options,
    )


class CaseFilter(django_filters.FilterSet):
    """A search by reference or by name: whatever holds a digit is taken for a reference."""

    adult_lookup = ""
    search = django_filters.CharFilter(
        label="Reference or name begins with", method="find", max_length=80
    )

    def find(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the cases found.

        Raises:
            ValidationError: so many people have such a name that a list of them helps nobody.
        """
        if any(character.isdigit() for character in value):
            return by_reference(rows, value.strip())
        councils = councils_where(self.request.user, Permission.CASE_VIEW)
        identities = AdultIdentity.objects.filter(
            council__in=list(councils.order_by().values_list("pk", flat=True))
        ).named_like(value)
        adults = list(identities.values_list("adult", flat=True)[: PEOPLE_LISTED + 1])
        if len(adults) > PEOPLE_LISTED:
            raise ValidationError(TOO_MANY)
        return rows.filter(**{f"{self.adult_lookup}__in": adults})


class ConcernFilter(CaseFilter):
    adult_lookup = "adult"
    received_from = day("Received from", "received_on", "gte")
    received_to = day("Received to", "received_on", "lte")
    decision = one_of(
        "Decision", [(UNDECIDED, "Not decided yet"), *DecisionResult.choices], method="decided_as"
    )
    priority = one_of("Priority", Priority.choices)

    class Meta:
        model = Concern
        fields: list[str] = []
        form = SpanForm

    def decided_as(self, rows: QuerySet[Concern], name: str, value: str) -> QuerySet[Concern]:
        if value == UNDECIDED:
            # By `decision`, which decides with `decided_on` (a constraint) and has the index.
            return rows.filter(decision__isnull=True)
        return rows.filter(decision=value)


class EnquiryFilter(CaseFilter):
    adult_lookup = "concern__adult"
    kind = one_of("Kind", EnquiryKind.choices)
    state = one_of("State", [(OPEN, "Open"), (CONCLUDED, "Concluded")], method="in_state")
    started_from = day("Commenced from", "commenced_on", "gte")
    started_to = day("Commenced to", "commenced_on", "lte")
    concluded_from = day("Concluded from", "concluded_on", "gte")
    concluded_to = day("Concluded to", "concluded_on", "lte")

    class Meta:
        model = Enquiry
        fields: list[str] = []
        form = SpanForm

    def in_state(self, rows: QuerySet[Enquiry], name: str, value: str) -> QuerySet[Enquiry]:
        return rows.filter(concluded_on__isnull=value == OPEN)


def chosen(filterset: django_filters.FilterSet) -> QuerySet[Any]:
    """Return the rows a filter leaves; none where what was typed cannot be read."""
    if filterset.is_valid():
        try:
            rows: QuerySet[Any] = filterset.qs
        except ValidationError as error:
            filterset.form.add_error("search", error)
        else:
            return rows
    nothing: QuerySet[Any] = filterset.queryset.none()
    return nothing
