"""Where the board meets the register: a referral from an enquiry, links, the annual report."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from assurance.forms_board import (
    AnnualReportForm,
    ContributionForm,
    EnquiryReferralForm,
    LinksForm,
    PublishReportForm,
    SendReportForm,
    years_offered,
)
from assurance.services.board_reports import export_annual_report, read_annual_report
from assurance.services.referrals import refer_enquiry
from assurance.services.reports import Format
from core.permissions import Permission
from core.views import RequiresPermission
from sab.choices_board import Recipient
from sab.choices_recommendation import LinkKind
from sab.difference import linkables
from sab.models import AnnualReport, MemberContribution, Partner
from sab.services.annual import (
    publish_annual_report,
    send_annual_report,
    write_annual_report,
    write_contribution,
)
from sab.services.recommendations import set_all_links
from sab.views.bases import BoardFormPage, BoardPage, BoardView, FormPage, VersionedRow
from sab.views.recommendations import RecommendationFormPage
from safeguard.models import Enquiry


class RecommendationLinks(RecommendationFormPage):
    form_class = LinksForm
    title = "What would show that it made a difference?"
    explanation = "Of a measure, the months before the due date set the limits and the months "
    explanation += "since are judged against them. Of an audit question, the last round before it "
    explanation += "is compared with the newest since."
    done_message = "The links are kept"
    keeps_draft = False

    @cached_property
    def linked(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {kind: [] for kind in LinkKind}
        for kind, key in self.row.links.values_list("kind", "key"):
            held[kind].append(key)
        return held

    def get_initial(self) -> dict[str, Any]:
        return {
            "measures": self.linked[LinkKind.MEASURE],
            "questions": self.linked[LinkKind.AUDIT_QUESTION],
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        measures = [(item.key, item.title) for item in linkables(LinkKind.MEASURE)]
        tools: dict[str, list[tuple[str, str]]] = {}
        for item in linkables(LinkKind.AUDIT_QUESTION, self.council):
            tools.setdefault(item.group, []).append((item.key, item.title))
        offered_keys = {key for rows in tools.values() for key, _ in rows}
        gone = [key for key in self.linked[LinkKind.AUDIT_QUESTION] if key not in offered_keys]
        if gone:
            tools["Linked, and not asked by any round here"] = [(key, key) for key in gone]
        offered = {"measures": measures, "questions": list(tools.items())}
        return {**super().get_form_kwargs(), **offered}

    def call_service(self, **data: Any) -> None:
        chosen = {
            LinkKind.MEASURE: data["measures"],
            LinkKind.AUDIT_QUESTION: data["questions"],
        }
        set_all_links(by=self.person, recommendation=self.row, chosen=chosen)


class EnquiryRefer(RequiresPermission, FormPage):
    """Refer the case of an enquiry to the board."""

    permission = Permission.REVIEW_REFER
    form_class = EnquiryReferralForm
    title = "Refer to the Safeguarding Adults Board"
    explanation = "The board decides whether the criteria of section 44 are met. It gets what you "
    explanation += "write here and the reference of the enquiry, and cannot open the case."
    button = "Refer this case"
    done_message = "The case is referred to the board"

    @cached_property
    def enquiry(self) -> Enquiry:
        rows = Enquiry.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"received_on": timezone.localdate(), "referrer_name": self.person.full_name}

    def back_url(self) -> str:
        return reverse("safeguard:enquiry-detail", args=[self.enquiry.pk])

    def back_label(self) -> str:
        return self.enquiry.reference

    def call_service(self, **data: Any) -> None:
        refer_enquiry(by=self.person, enquiry=self.enquiry, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.enquiry.reference}


class OfYear(BoardView):
    """A page about the report of the year that ?year= names, else the last year that is over."""

    @cached_property
    def year(self) -> str:
        offered = years_offered()
        wanted = self.request.GET.get("year", offered[1])
        if wanted not in offered:
            raise Http404(f"no report of {wanted}")
        return wanted


class BoardAnnualReport(OfYear, BoardPage):
    """The draft of the annual report: what is computed, and what is still to be written."""

    template_name = "assurance/board_annual_report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = read_annual_report(by=self.person, board=self.board, year=self.year)
        members = Partner.objects.visible_to(self.person).filter(board=self.board)
        keys = {row.name: row.pk for row in members.only("name")}
        rows = AnnualReport.objects.filter(board=self.board, year=self.year)
        written = rows.prefetch_related("sendings").first()
        sendings = list(written.sendings.all()) if written else []
        sent = {sending.recipient for sending in sendings}
        return {
            **super().get_context_data(**kwargs),
            "sendings": sendings,
            "not_sent": [label for code, label in Recipient.choices if code not in sent],
            "schedule": found.schedule,
            "shown": found.year,
            "contributions": [
                (row, found.year.members.get(row.agency, ()), keys.get(row.agency))
                for row in found.schedule.contributions
            ],
            "year": self.year,
            "years": years_offered(),
            "written": written,
            "formats": [(Format.PDF, "PDF"), (Format.DOCX, "Word")],
        }


class YearFormPage(OfYear, BoardFormPage):
    """A form about the report of one year."""

    permission = Permission.BOARD_MANAGE
    done_message = "The text is kept"

    def back_url(self) -> str:
        return reverse("assurance:board-annual-report") + f"?year={self.year}"

    def back_label(self) -> str:
        return "Annual report"


class AnnualReportWrite(VersionedRow, YearFormPage):
    form_class = AnnualReportForm
    title = "What the board did"
    explanation = "Schedule 2 paragraph 4(1)(a) and (b). The rest is listed from the reviews."

    def stored(self) -> AnnualReport | None:
        rows = AnnualReport.objects.visible_to(self.person).filter(board=self.board)
        return rows.filter(year=self.year).first()

    def get_initial(self) -> dict[str, Any]:
        held = self.stored()
        return {"objective": held.objective, "strategy": held.strategy} if held else {}

    def call_service(self, **data: Any) -> None:
        write_annual_report(by=self.person, board=self.board, year=self.year, **data)


class ContributionWrite(VersionedRow, YearFormPage):
    form_class = ContributionForm
    title = "What a member did"
    explanation = "Schedule 2 paragraph 4(1)(c): what each member did to carry out the strategy."

    def rows(self) -> QuerySet[Partner]:
        return Partner.objects.visible_to(self.person).filter(board=self.board)

    def stored(self) -> MemberContribution | None:
        return MemberContribution.objects.filter(partner=self.row, year=self.year).first()

    def get_initial(self) -> dict[str, Any]:
        held = self.stored()
        return {"text": held.text} if held else {}

    def call_service(self, **data: Any) -> None:
        write_contribution(by=self.person, partner=self.row, year=self.year, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.name}


class AnnualReportPublish(YearFormPage):
    form_class = PublishReportForm
    title = "Keep that the report is published"
    explanation = "What the board and its members did can no longer be changed. The lists stay as "
    explanation += "the records have them: keep the file that was published."
    button = "Publish"
    done_message = "The report is published"

    def get_initial(self) -> dict[str, Any]:
        return {"published_on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        publish_annual_report(by=self.person, board=self.board, year=self.year, **data)


class AnnualReportSend(YearFormPage):
    form_class = SendReportForm
    title = "Keep to whom the report was sent"
    explanation = "Schedule 2 paragraph 4(2) names five who must have it."
    done_message = "It is kept"

    @cached_property
    def report(self) -> AnnualReport:
        rows = AnnualReport.objects.visible_to(self.person).filter(board=self.board)
        return get_object_or_404(rows, year=self.year)

    def get_initial(self) -> dict[str, Any]:
        sent = set(self.report.sendings.values_list("recipient", flat=True))
        left = [code for code in Recipient.values if code not in sent]
        return {"sent_on": timezone.localdate(), "recipient": next(iter(left), "")}

    def call_service(self, **data: Any) -> None:
        send_annual_report(by=self.person, report=self.report, **data)


class AnnualReportDownload(OfYear):
    """Hand over the draft as a file."""

    permission = Permission.BOARD_MANAGE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        fmt = request.POST.get("format", "")
        if fmt not in list(Format):
            raise Http404(f"no format {fmt}")
        made = export_annual_report(
            by=self.person,
            board=self.board,
            council=self.council,
            year=self.year,
            fmt=Format(fmt),
        )
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response
