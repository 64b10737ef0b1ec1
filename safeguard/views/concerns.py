"""The list of concerns, and the page of one case."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from core import access
from core.calendars import calendar_of
from core.permissions import Permission
from safeguard import case_story
from safeguard.case_clocks import (
    clocks_on_page,
    concerns_with_dates,
    enquiries_with_dates,
    reach_of,
)
from safeguard.case_events import GROUPS, PRIORITY_SET, events_of
from safeguard.case_parts import parts_of
from safeguard.choices_work import DecisionState
from safeguard.clocks_shown import most_urgent, shown
from safeguard.filters import ConcernFilter
from safeguard.models import Concern, ConcernQuerySet, DecisionRecord, Enquiry
from safeguard.next_steps import Step, concern_steps
from safeguard.views.bases import CaseList, RecordPage

EARLIER = timedelta(days=365)


class ConcernList(CaseList):
    filterset_class = ConcernFilter
    template_name = "safeguard/concern_list.html"

    def rows(self) -> ConcernQuerySet:
        rows = Concern.objects.filter(council=self.council).visible_to(self.request.user)
        return rows.select_related("adult__identity").defer(
            "account", "adult_view", "decision_reason"
        )


class ConcernDetail(RecordPage):
    """The whole case on one page; `?show=` narrows the story to one kind of event."""

    template_name = "safeguard/concern_detail.html"
    record: Concern

    def rows(self) -> ConcernQuerySet:
        rows = Concern.objects.visible_to(self.request.user).select_related(
            "council__register_settings",
            "team",
            "provider",
            "report__raised_by",
            "adult__identity",
            "notification",
            "provider_notification",
        )
        waiting = DecisionRecord.objects.filter(
            concern=OuterRef("pk"), state=DecisionState.PROPOSED
        )
        return concerns_with_dates(rows).annotate(is_proposed=Exists(waiting))

    def missing(self) -> HttpResponseBase:
        """Offer to open the case for a reason to somebody who may; else it is not found."""
        councils = access.councils_where(self.request.user, Permission.CASE_VIEW_FOR_CAUSE)
        concern = Concern.objects.filter(council__in=councils, pk=self.kwargs["pk"]).first()
        if concern is None:
            return super().missing()
        self.request.session[access.COUNCIL_KEY] = concern.council_id
        query = urlencode({"reference": concern.reference})
        return HttpResponseRedirect(f"{reverse('safeguard:concern-open-for-cause')}?{query}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        concern = self.record
        rows = Enquiry.objects.filter(concern=concern).select_related("lead")
        enquiries = list(enquiries_with_dates(rows).order_by("commenced_on", "pk"))
        parts = parts_of(concern.pk)
        clocks = clocks_on_page(concern, enquiries)
        events = events_of(concern.pk)
        settings = [event for event in events if event.title.startswith(PRIORITY_SET)]
        story = case_story.concern_story(
            concern, enquiries, parts.risk_types, events, show=self.shown()
        )
        return super().get_context_data(
            **kwargs,
            stage=case_story.stage(concern, enquiries),
            story=story,
            priority_set=settings[-1] if settings else None,
            parts=parts,
            groups=GROUPS,
            shown=self.shown(),
            enquiries=enquiries,
            earlier=self.earlier(),
            urgent=most_urgent(clocks, concern.pk),
            clocks=shown(clocks, concern.pk),
            steps=self.steps(enquiries),
            may_decide=Permission.CASE_DECIDE in self.held(),
            may_record=Permission.CASE_RECORD in self.held(),
            waited=self.waited() if not clocks else None,
        )

    def shown(self) -> str:
        """Return the kind of event asked for; empty for all."""
        asked = self.request.GET.get("show", "")
        return asked if asked in GROUPS else ""

    def held(self) -> frozenset[Permission]:
        """Return what the reader may do in the council of the case, as the page offers it."""
        if self.needs_cause:
            return frozenset()
        return access.offered(self.request, council=self.record.council)

    def steps(self, enquiries: Sequence[Enquiry]) -> list[Step]:
        report = getattr(self.record, "report", None)
        is_decided = self.record.decided_on is not None
        told = report is None or report.feedback_on or report.feedback_not_possible
        wants_feedback = is_decided and not told and report is not None and report.wants_feedback
        is_proposed: bool = self.record.is_proposed  # type: ignore[attr-defined]
        return concern_steps(
            self.record,
            enquiries,
            self.held(),
            is_proposed=is_proposed,
            wants_feedback=wants_feedback,
        )

    def earlier(self) -> ConcernQuerySet:
        """Return the adult's concerns of the twelve months before that the reader may see."""
        received = self.record.received_on
        rows = Concern.objects.visible_to(self.request.user).filter(adult=self.record.adult_id)
        span = rows.filter(received_on__range=(received - EARLIER, received))
        return span.exclude(pk=self.record.pk)

    def waited(self) -> int | None:
        """Return the working days an undecided concern has waited; None once it is decided."""
        if self.record.decided_on is not None:
            return None
        received, until = self.record.received_on, reach_of(self.record.council)
        return calendar_of(self.record.council).decision_days(received, max(received, until))


class ConcernPrint(ConcernDetail):
    """The same case as a document to print: the story oldest first, with nothing to click."""

    template_name = "safeguard/concern_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "story": list(reversed(found["story"])), "printed_at": timezone.now()}
