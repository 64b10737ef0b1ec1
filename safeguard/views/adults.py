"""The page of one adult: who they are to the register, and their history."""

from typing import Any

from core import access
from core.permissions import Permission
from safeguard.adult_history import concern_rows, enquiry_rows, repeats_in_words
from safeguard.models import Adult, AdultMerge, AdultQuerySet, Concern, Enquiry
from safeguard.services.adults import facts_of
from safeguard.views.bases import RecordPage

SHOWN = 100


class AdultDetail(RecordPage):
    template_name = "safeguard/adult_detail.html"
    record: Adult

    def rows(self) -> AdultQuerySet:
        return Adult.objects.visible_to(self.request.user).select_related(
            "council", "identity", "merged_into__identity"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        merges = list(self.merges())
        here = [m for m in merges if m.kept_id == self.record.pk and m.undone_at is None]
        return {
            **found,
            **self.concerns(here),
            "enquiries": enquiry_rows(self.enquiries()),
            "notifications": self.record.notifications.all()[:SHOWN],
            "provider_notifications": self.record.provider_notifications.all()[:SHOWN],
            "facts": facts_of(self.record),
            **self.merged(merges),
            **self.may(),
        }

    def concerns(self, merges: list[AdultMerge]) -> dict[str, Any]:
        rows = Concern.objects.visible_to(self.request.user).filter(adult=self.record)
        held = list(rows.defer("account", "adult_view", "decision_reason")[: SHOWN + 1])
        total = len(held) if len(held) <= SHOWN else rows.count()
        # The one after the last shown says whether the last followed another.
        told = concern_rows(held, merges)[:SHOWN]
        return {"concerns": told, "repeats": repeats_in_words(told, total=total)}

    def enquiries(self) -> list[Enquiry]:
        rows = Enquiry.objects.visible_to(self.request.user).filter(concern__adult=self.record)
        return list(rows[:SHOWN])

    def merges(self) -> Any:
        """Return the merges of this adult that stand or were undone, as kept or as merged."""
        rows = AdultMerge.objects.visible_to(self.request.user)
        both = rows.filter(kept=self.record) | rows.filter(merged=self.record)
        return both.select_related("kept", "merged", "merged_by", "undone_by")[:SHOWN]

    def merged(self, merges: list[AdultMerge]) -> dict[str, Any]:
        standing = [merge for merge in merges if merge.undone_at is None]
        return {
            "merges": merges,
            "gone": next((m for m in standing if m.merged_id == self.record.pk), None),
        }

    def may(self) -> dict[str, bool]:
        held = access.permissions_in(self.person, self.record.council)
        stands = self.record.merged_into_id is None
        return {
            "may_change": stands and Permission.CASE_RECORD in held,
            "may_merge": stands and Permission.CASE_DECIDE in held,
            "may_undo": Permission.CASE_DECIDE in held,
        }
