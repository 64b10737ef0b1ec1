"""Forms about a review's findings and its report."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from core.permissions import Permission
from sab.forms import (
    FindingForm,
    FindingResponseForm,
    LibraryForm,
    PublicationForm,
    ReportCheckForm,
    ReportForm,
)
from sab.models import Finding, Publication, Review
from sab.services import findings
from sab.views.bases import VersionedBoardForm, VersionedRow
from sab.views.review_forms import ReviewFormPage
from sab.views.reviews import ReviewPage


class FindingAdd(ReviewFormPage):
    form_class = FindingForm
    title = "Add a finding"
    done_message = "The finding is added"
    anchor = "#findings"

    def call_service(self, **data: Any) -> None:
        findings.add_finding(by=self.person, review=self.row, **data)


class FindingRespond(VersionedBoardForm):
    form_class = FindingResponseForm
    title = "The board's decision on a finding"
    explanation = "The annual report lists what was done about each finding, and the reason where "
    explanation += "one is not implemented: Schedule 2 paragraph 4(1)(f) and (g)."
    done_message = "The decision is kept"

    def rows(self) -> QuerySet[Finding]:
        reviews = Review.objects.visible_to(self.person).filter(board=self.board)
        return Finding.objects.filter(review__in=reviews).select_related("review__board")

    def back_url(self) -> str:
        return reverse("sab:review-detail", args=[self.row.review_id]) + "#findings"

    def back_label(self) -> str:
        return str(self.row.review.reference)

    def get_initial(self) -> dict[str, Any]:
        names = ("response", "response_reason", "responded_on")
        held = {name: getattr(self.row, name) for name in names}
        return {**held, "responded_on": self.row.responded_on or timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        findings.respond_to_finding(by=self.person, finding=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": f"Finding {self.row.number}"}


class ReportWrite(VersionedRow, ReviewFormPage):
    form_class = ReportForm
    title = "The report"
    explanation = "A text changed after it was read for names is read again before it is published."
    done_message = "The report is kept as a draft"
    anchor = "#report"

    def stored(self) -> Publication | None:
        return getattr(self.row, "publication", None)

    def get_initial(self) -> dict[str, Any]:
        held = self.stored()
        return {name: getattr(held, name) for name in ReportForm.base_fields} if held else {}

    def call_service(self, **data: Any) -> None:
        findings.write_report(by=self.person, review=self.row, **data)


class ReportFormPage(ReviewFormPage):
    """A form about a report that has been written."""

    anchor = "#report"

    @property
    def publication(self) -> Any:
        found = getattr(self.row, "publication", None)
        if found is None:
            raise Http404("no report is written")
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        caption = f"{self.row.reference}: {self.publication.title}"
        return {**super().get_context_data(**kwargs), "caption": caption}


class ReportCheck(ReportFormPage):
    permission = Permission.REVIEW_PEOPLE_VIEW
    form_class = ReportCheckForm
    title = "Read the report for names"
    explanation = (
        "Read it through first. The text is then searched for every name, former name and "
    )
    explanation += "nickname of the people in the review, and refused where one is found."
    button = "Confirm that it names nobody"
    done_message = "The report was searched, and names nobody in the review"

    def call_service(self, **data: Any) -> None:
        words = data["except_words"]
        findings.check_report(by=self.person, publication=self.publication, except_words=words)


class ReportPublish(ReportFormPage):
    permission = Permission.REVIEW_DECIDE
    form_class = PublicationForm
    title = "Decide on publication"
    explanation = "Publication can wait for a trial or an inquest; learning need not."
    button = "Make this decision"
    done_message = "The decision is made"

    def get_initial(self) -> dict[str, Any]:
        held = self.publication
        return {"decision": held.decision, "decision_reason": held.decision_reason}

    def call_service(self, **data: Any) -> None:
        findings.decide_publication(by=self.person, publication=self.publication, **data)


class ReportToLibrary(ReportFormPage):
    form_class = LibraryForm
    title = "Sent to the national library"
    done_message = "The day is kept"

    def call_service(self, **data: Any) -> None:
        findings.send_to_library(by=self.person, publication=self.publication, **data)


class ReportRead(ReviewPage):
    """The text of a report."""

    template_name = "sab/report.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        publication = getattr(self.row, "publication", None)
        if publication is None:
            raise Http404("no report is written")
        return {**super().get_context_data(**kwargs), "publication": publication}
