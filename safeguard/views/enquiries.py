"""The list of enquiries, and the page of one."""

from typing import Any

from core import access
from core.permissions import Permission
from safeguard import case_story
from safeguard.case_clocks import clocks_on_page, concerns_with_dates, enquiries_with_dates
from safeguard.case_events import events_of
from safeguard.case_parts import enquiry_parts_of
from safeguard.clocks import Clock
from safeguard.clocks_shown import most_urgent, shown
from safeguard.filters import EnquiryFilter
from safeguard.models import Concern, Enquiry, EnquiryQuerySet
from safeguard.next_steps import enquiry_steps
from safeguard.views.bases import CaseList
from safeguard.views.enquiry_work import EnquiryPage


class EnquiryList(CaseList):
    filterset_class = EnquiryFilter
    template_name = "safeguard/enquiry_list.html"

    def rows(self) -> EnquiryQuerySet:
        rows = Enquiry.objects.filter(council=self.council).visible_to(self.request.user)
        return rows.select_related("concern__adult__identity").defer(
            "concern__account", "concern__adult_view", "concern__decision_reason"
        )


class EnquiryDetail(EnquiryPage):
    """How an enquiry stands, and its story; the page of its work holds the rows themselves."""

    template_name = "safeguard/enquiry_detail.html"

    def rows(self) -> EnquiryQuerySet:
        return enquiries_with_dates(super().rows())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.record
        clocks = [clock for clock in self.clocks() if clock.enquiry_id == enquiry.pk]
        held = access.offered(self.request, council=enquiry.council)
        return super().get_context_data(
            **kwargs,
            story=case_story.enquiry_story(enquiry, events_of(enquiry.concern_id)),
            facts=case_story.enquiry_facts(enquiry),
            parts=enquiry_parts_of(enquiry.pk),
            urgent=most_urgent(clocks, enquiry.concern_id),
            clocks=shown(clocks, enquiry.concern_id),
            steps=() if self.needs_cause else enquiry_steps(enquiry, held),
            may_record=self.may_record(),
            may_refer=Permission.REVIEW_REFER in held,
        )

    def clocks(self) -> list[Clock]:
        rows = Concern.objects.visible_to(self.request.user).select_related(
            "council__register_settings"
        )
        concern = concerns_with_dates(rows).get(pk=self.record.concern_id)
        return clocks_on_page(concern, [self.record])
