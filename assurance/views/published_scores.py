"""Our view and CQC's, side by side with their days; CQC's scores entered and loaded."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.forms_self_assessment import PublishedFileForm, PublishedScoreForm
from assurance.models import Framework, PublishedScore
from assurance.self_assessments.side_by_side import side_by_side
from assurance.services import published_scores as services
from assurance.views.self_assessments import CQC, WRITE
from assurance.views.theme3_bases import NewRowForm, ReadingPage, RowForm
from core.errors import InputError


class SideBySide(ReadingPage, TemplateView):
    """For each statement our newest score and CQC's, what each rests on, and the difference."""

    template_name = "assurance/side_by_side.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = PublishedScore.objects.visible_to(self.person).filter(council=self.council)
        return super().get_context_data(
            **kwargs,
            found=side_by_side(self.council),
            published=rows.select_related("statement"),
            may_write=self.offers(WRITE),
        )


class OfPublished(NewRowForm):
    permission = WRITE

    @cached_property
    def framework(self) -> Framework:
        found = Framework.objects.in_force(CQC, on=timezone.localdate())
        if found is None:
            raise Http404("no framework is in force")
        return found

    def back_url(self) -> str:
        return reverse("assurance:side-by-side")

    def back_label(self) -> str:
        return "Our view and CQC's"

    def get_success_url(self) -> str:
        return self.back_url()


class PublishedEnter(OfPublished):
    form_class = PublishedScoreForm
    title = "Enter a score that CQC published"
    done_message = "The score is entered"

    def get_form_kwargs(self) -> dict[str, Any]:
        statements = self.framework.statements.order_by("order")
        return {**super().get_form_kwargs(), "statements": statements}

    def call_service(self, **data: Any) -> None:
        services.enter_score(by=self.person, council=self.council, **data)


class PublishedLoadScores(OfPublished):
    form_class = PublishedFileForm
    keeps_draft = False
    title = "Load CQC's scores from a file"
    button = "Load"

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except InputError as error:
            for line in str(error).splitlines():
                form.add_error("file", line)
            return self.form_invalid(form)

    def call_service(self, **data: Any) -> None:
        file: UploadedFile[Any] = data["file"]
        content = file.read()
        loaded = services.load_scores(
            by=self.person,
            council=self.council,
            framework=self.framework,
            open_bytes=lambda: io.BytesIO(content),
            filename=file.name or "file.csv",
        )
        held = f", {loaded.held} were held already" if loaded.held else ""
        messages.success(self.request, f"Scores entered: {loaded.new}{held}")


class PublishedRemove(RowForm):
    form_class = Form
    title = "Remove this score"
    explanation = "Only for a score entered by mistake. The activity log keeps what it was."
    button = "Remove it"
    done_message = "The score is removed"
    record: PublishedScore

    def rows(self) -> QuerySet[PublishedScore]:
        rows = PublishedScore.objects.visible_to(self.request.user)
        return rows.select_related("council", "statement")

    def back_url(self) -> str:
        return reverse("assurance:side-by-side")

    def back_label(self) -> str:
        return "Our view and CQC's"

    def get_caption(self) -> str:
        return str(self.record)

    def call_service(self, **data: Any) -> None:
        services.remove_score(by=self.person, row=self.record)
