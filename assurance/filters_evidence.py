"""What the evidence library can be narrowed by; pages and the API share it."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from assurance.choices_evidence import (
    BROKEN,
    FRAMEWORK,
    EvidenceKind,
    EvidenceStatus,
    EvidenceStrength,
)
from assurance.models import (
    EvidenceItem,
    EvidenceLink,
    EvidenceRevision,
    Framework,
)
from core.filtering import not_listed, offer
from core.models import Membership
from core.permissions import Permission
from core.roles import roles_granting

COUNTS, STALE, ORPHAN, SOURCE, BROKEN_LINK, NO_OWNER = (
    *("counts", "stale", "orphan", "source", "link", "owner"),
)
SHOW = (
    (COUNTS, "What counts"),
    (STALE, "Old, or due to be looked at again"),
    (ORPHAN, "Linked to no statement"),
    (SOURCE, "The record it came from was withdrawn"),
    (BROKEN_LINK, "Link found broken, or expired"),
    (NO_OWNER, "Nobody looks after it"),
)


def _one_of(label: str, choices: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label="All", error_messages=not_listed(label), **options
    )


class EvidenceFilter(django_filters.FilterSet):
    """Narrows items that the reader may see, by the statements of the framework in force too.

    A withdrawn item is left out until its state is asked for.
    """

    search = django_filters.CharFilter(
        label="Words in it",
        method="find",
        max_length=80,
    )
    show = _one_of("Show", SHOW, method="shown")
    kind = _one_of("Kind", EvidenceKind.choices)
    status = _one_of("State", EvidenceStatus.choices)
    strength = _one_of("Strength", EvidenceStrength.choices)
    statement = _one_of("Quality statement", (), method="for_statement")
    category = _one_of("Category", (), method="for_category")

    class Meta:
        model = EvidenceItem
        fields: list[str] = []
        form = forms.Form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.framework = Framework.objects.in_force(FRAMEWORK, on=today)
        if self.framework is None:
            return
        statements = self.framework.statements.order_by("order")
        offer(self, "statement", [(row.code, f"{row.code} {row.label}") for row in statements])
        categories = self.framework.categories.order_by("order")
        offer(self, "category", [(row.code, row.label) for row in categories])

    def filter_queryset(self, queryset: QuerySet[EvidenceItem]) -> QuerySet[EvidenceItem]:
        rows: QuerySet[EvidenceItem] = super().filter_queryset(queryset)
        if self.form.cleaned_data.get("status"):
            return rows
        return rows.exclude(status=EvidenceStatus.WITHDRAWN)

    def find(self, rows: QuerySet[EvidenceItem], name: str, value: str) -> QuerySet[EvidenceItem]:
        for word in value.split():
            held = EvidenceRevision.objects.filter(
                Q(text__icontains=word) | Q(url__icontains=word) | Q(filename__icontains=word),
                item=OuterRef("pk"),
                number=OuterRef("revision_number"),
            )
            rows = rows.filter(
                Q(title__icontains=word) | Q(description__icontains=word) | Exists(held)
            )
        return rows

    def shown(self, rows: Any, name: str, value: str) -> QuerySet[EvidenceItem]:
        today = timezone.localdate()
        found: QuerySet[EvidenceItem] = {
            COUNTS: lambda: rows.counting(today),
            STALE: lambda: rows.stale(today),
            ORPHAN: lambda: rows.orphaned(self.framework.pk if self.framework else None),
            SOURCE: rows.source_gone,
            BROKEN_LINK: lambda: rows.filter(
                Q(link_state__in=BROKEN) | Q(link_expires_on__lt=today)
            ),
            NO_OWNER: lambda: rows.filter(~_looked_after(today)),
        }[value]()
        return found

    def for_statement(
        self, rows: QuerySet[EvidenceItem], name: str, value: str
    ) -> QuerySet[EvidenceItem]:
        return rows.filter(Exists(self._links().filter(statement__code=value)))

    def for_category(
        self, rows: QuerySet[EvidenceItem], name: str, value: str
    ) -> QuerySet[EvidenceItem]:
        links = self._links().filter(category__code=value)
        statement = self.form.cleaned_data.get("statement")
        if statement:
            links = links.filter(statement__code=statement)
        return rows.filter(Exists(links))

    def _links(self) -> QuerySet[EvidenceLink]:
        return EvidenceLink.objects.filter(
            item=OuterRef("pk"), statement__framework=self.framework
        ).order_by()


def _looked_after(today: date) -> Exists:
    """Tell whether an item's owner still reads evidence in its council."""
    held = Membership.objects.in_force_on(today).filter(
        organisation=OuterRef("council"),
        person=OuterRef("owner"),
        person__is_active=True,
        role__in=roles_granting(Permission.EVIDENCE_VIEW),
    )
    return Exists(held)
