"""Providers: what reached the council about each, over 28 days and over 12 months."""

from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import ListView

from core import access
from core.models import ActivityEvent
from core.paginators import CappedPaginator
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.choices import TypeOfRisk
from safeguard.forms_providers import ProviderForm, ProviderLookForm, ProviderSearchForm
from safeguard.metrics import provider_counts
from safeguard.metrics.provider_counts import Days, Kind, Windows, within
from safeguard.models import Concern, Enquiry, Provider, ProviderNotification
from safeguard.rules.clusters import cluster
from safeguard.services.cases import fingerprint
from safeguard.services.providers import change_provider, note_look_at_provider
from safeguard.views.bases import PAGE, RecordPage
from safeguard.views.record_forms import RecordForm

BEHIND = 100
LOOKS = 5
SPANS = ("28", "12")


class ProviderList(RequiresPermission, ListView[Provider]):
    """Providers by name, fifty at a time, above them those whose contacts stand out."""

    permission = Permission.CASE_VIEW
    template_name = "safeguard/provider_list.html"
    paginator_class = CappedPaginator
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Provider]:
        self.form = ProviderSearchForm(self.request.GET)
        rows = Provider.objects.visible_to(self.person).filter(council=self.council)
        words = self.form.cleaned_data["search"] if self.form.is_valid() else ""
        return rows.filter(name_key__contains=Provider.key_of(words)) if words else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        windows = provider_counts.windows_of(self.council)
        counts = provider_counts.counts_of([row.pk for row in found["page_obj"]], windows)
        return {
            **found,
            "form": self.form,
            "is_narrowed": bool(self.request.GET.get("search")),
            "windows": windows,
            "rows": [(row, counts[row.pk]) for row in found["page_obj"]],
            "suggested": self._suggested(windows),
        }

    def _suggested(self, windows: Windows) -> list[tuple[Provider, str]]:
        found = provider_counts.suggestions(self.council, windows)
        if not found:
            return []
        named = Provider.objects.visible_to(self.person).in_bulk(list(found))
        return [(named[key], made.reason) for key, made in found.items() if key in named]


class ProviderDetail(RecordPage):
    """One provider: both windows side by side, and what is behind each figure."""

    template_name = "safeguard/provider_detail.html"
    record: Provider

    def rows(self) -> QuerySet[Provider]:
        return Provider.objects.visible_to(self.request.user).select_related("council")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        windows = provider_counts.windows_of(self.record.council)
        days = provider_counts.days_of([self.record.pk], windows)[self.record.pk]
        return {
            **super().get_context_data(**kwargs),
            "windows": windows,
            "figures": figures(days, windows),
            "cluster": cluster(days.contacts, windows.until, windows.at_least),
            "months": months(days, windows),
            "risks": risks(self.record, windows),
            "looks": looks_at(self.record),
            "may_change": self._offers(Permission.CASE_DECIDE),
            "may_record": self._offers(Permission.CASE_RECORD),
            **self._behind(windows),
        }

    def _offers(self, permission: Permission) -> bool:
        return access.is_offered(self.request, permission, council=self.record.council)

    def _behind(self, windows: Windows) -> dict[str, Any]:
        asked, span = self.request.GET.get("show"), self.request.GET.get("span")
        kind: Kind = next((k for k in provider_counts.KINDS if k == asked), "concerns")
        period = windows.short if span == "28" else windows.long
        rows = list(self._rows_behind(kind, period)[: BEHIND + 1])
        return {
            "shown_kind": kind,
            "shown_period": period,
            "behind": rows[:BEHIND],
            "is_cut": len(rows) > BEHIND,
        }

    def _rows_behind(self, kind: Kind, period: Period) -> QuerySet[Any]:
        user, span = self.request.user, (period.start, period.end)
        if kind == "notifications":
            notices = ProviderNotification.objects.visible_to(user).filter(provider=self.record)
            return notices.filter(provider_counts.received_in(period)).select_related("became")
        if kind == "concerns":
            concerns = Concern.objects.visible_to(user).filter(provider=self.record)
            rows = concerns.filter(received_on__range=span).select_related("adult__identity")
            return rows.defer("account", "adult_view", "decision_reason")
        enquiries = Enquiry.objects.visible_to(user).filter(concern__provider=self.record)
        rows_of = enquiries.filter(commenced_on__range=span)
        return rows_of.select_related("concern__adult__identity").defer("plan")


class ProviderPage(RecordForm):
    """A form about one provider."""

    record: Provider

    def rows(self) -> QuerySet[Provider]:
        return Provider.objects.visible_to(self.request.user).select_related("council")

    def back_url(self) -> str:
        return reverse("safeguard:provider-detail", args=[self.record.pk])


class ProviderChange(ProviderPage):
    is_versioned = True
    permission = Permission.CASE_DECIDE
    form_class = ProviderForm
    title = "Change a provider"
    explanation = "Cases and notifications stay with the provider under its new name."
    done_message = "The provider is changed"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.record.name, "regulator_id": self.record.regulator_id}

    def version_of(self) -> Any:
        return SimpleNamespace(version=fingerprint(self.record))

    def call_service(self, **data: Any) -> None:
        change_provider(by=self.person, provider=self.record, **data)


class ProviderLook(ProviderPage):
    form_class = ProviderLookForm
    title = "Say that you looked at this provider"
    button = "Keep this note"
    done_message = "The note is kept"

    def call_service(self, **data: Any) -> None:
        note_look_at_provider(by=self.person, provider=self.record, **data)


def figures(days: Days, windows: Windows) -> list[dict[str, Any]]:
    """Return a row for each kind: its words and how many in either window."""
    rows: list[tuple[str, str, Any]] = [
        ("notifications", "Quality notifications", days.of["notifications"]),
        ("concerns", "Concerns", days.of["concerns"]),
        ("enquiries", "Enquiries started", days.of["enquiries"]),
        ("enquiries", "Of these, still open", days.still_open),
    ]
    return [
        {
            "kind": kind,
            "label": label,
            "short": within(counted, windows.short),
            "long": within(counted, windows.long),
        }
        for kind, label, counted in rows
    ]


def months(days: Days, windows: Windows) -> list[tuple[Period, list[int]]]:
    """Return each month of the 12, newest first, with how many of each kind."""
    return [
        (month, [within(days.of[kind], month) for kind in provider_counts.KINDS])
        for month in reversed(windows.long.months())
    ]


def risks(provider: Provider, windows: Windows) -> list[tuple[str, provider_counts.Pair]]:
    """Return each type of risk reported of a provider, with how many concerns report it."""
    found = provider_counts.risk_types(provider.pk, windows)
    return [(TypeOfRisk(code).label, pair) for code, pair in found.items()]


def looks_at(provider: Provider) -> list[dict[str, Any]]:
    """Return the newest notes of people who looked at a provider."""
    events = ActivityEvent.objects.filter(
        target_model=provider._meta.label, target_id=str(provider.pk), verb="provider_looked_at"
    ).order_by("-created_at")
    return [
        {"when": event.created_at, "who": event.actor_name, "text": event.changes["note"][1]}
        for event in events[:LOOKS]
    ]
