"""Published briefings as an agency reads them, and how it says that it used them."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.access import councils_where
from core.permissions import Permission
from core.views import RequiresPermission
from sab.briefings_shown import edition_sheet
from sab.forms_business import ReceiptForm
from sab.models import Briefing, BriefingEdition, BriefingReceipt, Partner
from sab.services.briefings import give_receipt
from sab.views.bases import FormPage


class AgencyBriefingView(RequiresPermission):
    """A page of somebody who answers for an agency: what its board published, and its own use."""

    permission = Permission.AGENCY_ANSWER

    def rows(self) -> QuerySet[Briefing]:
        edition = BriefingEdition.objects.filter(
            briefing=OuterRef("pk"), number=OuterRef("edition")
        )
        rows = Briefing.objects.for_agency(self.person).select_related("board")
        # The title of the draft may have changed since, and is not published.
        return rows.annotate(edition_title=Subquery(edition.values("title")[:1]))

    @cached_property
    def row(self) -> Briefing:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    @cached_property
    def edition(self) -> BriefingEdition:
        return get_object_or_404(self.row.editions, number=self.row.edition)

    def own_receipts(self) -> QuerySet[BriefingReceipt]:
        return BriefingReceipt.objects.of_own_agency(self.person)


class AgencyBriefings(AgencyBriefingView, TemplateView):
    template_name = "sab/agency_briefings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used: dict[int, int] = {}
        for key, people in self.own_receipts().values_list("briefing", "people"):
            used[key] = used.get(key, 0) + people
        shown = [(row, used.get(row.pk, 0)) for row in self.rows()]
        return {**super().get_context_data(**kwargs), "rows": shown}


class AgencyBriefing(AgencyBriefingView, TemplateView):
    template_name = "sab/agency_briefing.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "edition": self.edition,
            "sheet": edition_sheet(self.edition, self.row.board),
            "receipts": self.own_receipts().filter(briefing=self.row),
        }


class AgencyReceiptAdd(AgencyBriefingView, FormPage):
    form_class = ReceiptForm
    title = "Say how you used this briefing"
    done_message = "Thank you: the board can see how it was used"

    @cached_property
    def partner(self) -> Partner:
        own = councils_where(self.person, self.permission)
        rows = Partner.objects.filter(board=self.row.board, organisation__in=own)
        return get_object_or_404(rows.current().order_by("pk")[:1])

    def get_initial(self) -> dict[str, Any]:
        return {"used_on": timezone.localdate()}

    def back_url(self) -> str:
        return reverse("sab:agency-briefing", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.edition.title)

    def call_service(self, **data: Any) -> None:
        give_receipt(by=self.person, briefing=self.row, partner=self.partner, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.partner.name}: {self.edition.title}"
        return {**super().get_context_data(**kwargs), "caption": caption}
