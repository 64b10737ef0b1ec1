"""An agency's own part in the annual report: Schedule 2 paragraph 4(1)(c), in its own words."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from core.access import councils_where
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission
from sab.forms_improvements import OwnContributionForm
from sab.models import AnnualReport, MemberContribution, Partner
from sab.services.annual import write_contribution
from sab.views.bases import FormPage, VersionedRow

YEARS = 2


class OwnPartner(RequiresPermission):
    """A page of somebody who answers for a partner: their own memberships of boards, no others."""

    permission = Permission.AGENCY_ANSWER

    def rows(self) -> QuerySet[Partner]:
        held = councils_where(self.person, Permission.AGENCY_ANSWER)
        return Partner.objects.filter(organisation__in=held).select_related("board")

    @cached_property
    def years(self) -> list[str]:
        """This financial year and the one that is over, newest first."""
        today = timezone.localdate()
        first = today.year - ((today.month, today.day) < (4, 1))
        return [Period.financial_year(first - back).label for back in range(YEARS)]


class AgencyContributions(OwnPartner, TemplateView):
    """What one's own agency wrote of each year, and what it can still write."""

    template_name = "sab/agency_contributions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        partners = list(self.rows())
        held = MemberContribution.objects.filter(partner__in=partners, year__in=self.years)
        texts = {(row.partner_id, row.year): row.text for row in held}
        boards = [partner.board_id for partner in partners]
        reports = AnnualReport.objects.filter(board__in=boards, published_on__isnull=False)
        published = set(reports.values_list("board_id", "year"))
        shown = [
            (
                partner,
                year,
                texts.get((partner.pk, year), ""),
                (partner.board_id, year) in published,
            )
            for partner in partners
            for year in self.years
        ]
        return {**super().get_context_data(**kwargs), "parts": shown}


class AgencyContribution(OwnPartner, VersionedRow, FormPage):
    form_class = OwnContributionForm
    title = "Our part in the year"
    explanation = "The board's annual report says what each member did. The board can edit it."
    done_message = "The text is kept for the board's annual report"

    @cached_property
    def row(self) -> Partner:
        return get_object_or_404(self.rows(), pk=self.kwargs["pk"])

    @property
    def year(self) -> str:
        wanted: str = self.kwargs["year"]
        if wanted not in self.years:
            raise Http404(f"no part in {wanted} can be written")
        return wanted

    def back_url(self) -> str:
        return reverse("sab:agency-contributions")

    def back_label(self) -> str:
        return "Our part in the annual report"

    def stored(self) -> MemberContribution | None:
        return MemberContribution.objects.filter(partner=self.row, year=self.year).first()

    def get_initial(self) -> dict[str, Any]:
        held = self.stored()
        return {"text": held.text} if held else {}

    def call_service(self, **data: Any) -> None:
        write_contribution(by=self.person, partner=self.row, year=self.year, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.row.board}, {self.year}"
        return {**super().get_context_data(**kwargs), "caption": caption}
