"""All the work of one enquiry on one page."""

from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from core import access
from core.permissions import Permission
from safeguard.enquiry_work.page import sections
from safeguard.models import Enquiry, EnquiryQuerySet
from safeguard.views.bases import RecordPage


class EnquiryPage(RecordPage):
    """A page about one enquiry."""

    record: Enquiry

    def rows(self) -> EnquiryQuerySet:
        return Enquiry.objects.visible_to(self.request.user).select_related(
            "council", "team", "lead", "concern__adult__identity"
        )

    def missing(self) -> HttpResponseBase:
        """Send somebody who may open the case for a reason to its concern, which asks for it."""
        councils = access.councils_where(self.request.user, Permission.CASE_VIEW_FOR_CAUSE)
        enquiry = Enquiry.objects.filter(council__in=councils, pk=self.kwargs["pk"]).first()
        if enquiry is None:
            return super().missing()
        return HttpResponseRedirect(reverse("safeguard:concern-detail", args=[enquiry.concern_id]))

    def may(self, permission: Permission) -> bool:
        """Say whether the page offers what needs `permission`: not on a concluded enquiry."""
        if self.record.concluded_on is not None or self.needs_cause:
            return False
        return access.is_offered(self.request, permission, council=self.record.council)

    def may_record(self) -> bool:
        return self.may(Permission.CASE_RECORD)

    def may_follow_up(self) -> bool:
        """Say whether the page offers to record what goes on after the enquiry concluded."""
        if self.needs_cause:
            return False
        return access.is_offered(self.request, Permission.CASE_RECORD, council=self.record.council)


class EnquiryWork(EnquiryPage):
    template_name = "safeguard/enquiry_work.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sections(
            self.record,
            can_record=self.may_record(),
            can_decide=self.may(Permission.CASE_DECIDE),
            can_follow_up=self.may_follow_up(),
        )
        return super().get_context_data(**kwargs, sections=found)
