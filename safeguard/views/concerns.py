"""The list of concerns, and the page of one case."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from core import access
from core.calendars import calendar_of
from core.permissions import Permission
from safeguard import case_story
from safeguard.data_reach import last_day_covered
from safeguard.filters import ConcernFilter
from safeguard.models import Concern, ConcernQuerySet, DesiredOutcome, Enquiry
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
    template_name = "safeguard/concern_detail.html"
    record: Concern

    def rows(self) -> ConcernQuerySet:
        return Concern.objects.visible_to(self.request.user).select_related(
            "council", "team", "adult__identity", "notification", "provider_notification"
        )

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
        enquiries = list(Enquiry.objects.filter(concern=concern).order_by("commenced_on", "pk"))
        risk_types = list(concern.risk_types.order_by("pk"))
        return super().get_context_data(
            **kwargs,
            stage=case_story.stage(concern, enquiries),
            priority_colour=case_story.PRIORITY_COLOURS.get(concern.priority or ""),
            story=case_story.concern_story(concern, enquiries, risk_types),
            risk_types=risk_types,
            conditions=concern.conditions.order_by("pk"),
            enquiries=enquiries,
            outcomes=DesiredOutcome.objects.filter(concern=concern, replaced_by=None),
            earlier=self.earlier(),
            waited=self.waited(),
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
        received, until = self.record.received_on, last_day_covered(self.record.council)
        return calendar_of(self.record.council).decision_days(received, max(received, until))
