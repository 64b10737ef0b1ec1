"""The page of one adult: who they are to the register, and their cases."""

from typing import Any

from safeguard.models import Adult, AdultQuerySet, Concern, Enquiry
from safeguard.views.bases import RecordPage

SHOWN = 100


class AdultDetail(RecordPage):
    template_name = "safeguard/adult_detail.html"
    record: Adult

    def rows(self) -> AdultQuerySet:
        return Adult.objects.visible_to(self.request.user).select_related("council", "identity")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        concerns = Concern.objects.visible_to(self.request.user).filter(adult=self.record)
        enquiries = Enquiry.objects.visible_to(self.request.user).filter(concern__adult=self.record)
        return super().get_context_data(
            **kwargs,
            concerns=concerns.defer("account", "adult_view", "decision_reason")[:SHOWN],
            enquiries=enquiries[:SHOWN],
            notifications=self.record.notifications.all()[:SHOWN],
        )
