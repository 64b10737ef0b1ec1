"""The list of enquiries, and the page of one."""

from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from core import access
from core.permissions import Permission
from safeguard import case_story
from safeguard.filters import EnquiryFilter
from safeguard.models import Enquiry, EnquiryQuerySet
from safeguard.views.bases import CaseList, RecordPage


class EnquiryList(CaseList):
    filterset_class = EnquiryFilter
    template_name = "safeguard/enquiry_list.html"

    def rows(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.filter(council=self.council).visible_to(self.request.user)
        return rows.select_related("concern__adult__identity").defer(
            "concern__account", "concern__adult_view", "concern__decision_reason"
        )


class EnquiryDetail(RecordPage):
    template_name = "safeguard/enquiry_detail.html"
    record: Enquiry

    def rows(self) -> EnquiryQuerySet:
        return Enquiry.objects.visible_to(self.request.user).select_related(
            "council", "team", "concern__adult__identity"
        )

    def missing(self) -> HttpResponseBase:
        """Send somebody who may open the case for a reason to its concern, which asks for it."""
        councils = access.councils_where(self.request.user, Permission.CASE_VIEW_FOR_CAUSE)
        enquiry = Enquiry.objects.filter(council__in=councils, pk=self.kwargs["pk"]).first()
        if enquiry is None:
            return super().missing()
        return HttpResponseRedirect(reverse("safeguard:concern-detail", args=[enquiry.concern_id]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.record
        return super().get_context_data(
            **kwargs,
            story=case_story.enquiry_story(enquiry),
            facts=case_story.enquiry_facts(enquiry),
            risks=enquiry.risks.all(),
            outcomes=enquiry.desired_outcomes.all(),
            assessments=enquiry.capacity_assessments.all(),
            advocacy=enquiry.advocacy.all(),
            others=Enquiry.objects.filter(concern=enquiry.concern_id).exclude(pk=enquiry.pk),
        )
