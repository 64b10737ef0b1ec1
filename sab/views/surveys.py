"""A board's surveys as those who serve it see them: opened, closed, read, shown."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from core.errors import RuleViolationError
from core.permissions import Permission
from sab.choices_board import CommentState
from sab.forms_surveys import CommentForm, ResultsFileForm, SurveyOpenForm
from sab.models import Survey, SurveyAnswer
from sab.services import surveys as services
from sab.surveys_shown import responses_so_far, results_of
from sab.views.bases import BoardFormPage, BoardPage, BoardView, VersionedBoardForm


class SurveyList(BoardPage):
    template_name = "sab/survey_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = Survey.objects.visible_to(self.person).filter(board=self.board)
        shown = [(row, row.is_open_on(today), row.is_over_on(today)) for row in rows]
        return {**super().get_context_data(**kwargs), "surveys": shown}


class SurveyOpen(BoardFormPage):
    form_class = SurveyOpenForm
    title = "Open a survey"
    explanation = "Each group gets one link, and nobody a link of their own: there is no list of "
    explanation += "who answered."
    button = "Open the survey"
    done_message = "The survey is ready: send each group its link"

    def back_url(self) -> str:
        return reverse("sab:survey-list")

    def back_label(self) -> str:
        return "Surveys"

    def call_service(self, **data: Any) -> None:
        services.open_survey(by=self.person, board=self.board, **data)


class OfSurvey(BoardView):
    def rows(self) -> QuerySet[Survey]:
        rows = Survey.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board")


class SurveyDetail(OfSurvey, BoardPage):
    """The links of a survey; once it is over, what it came to."""

    template_name = "sab/survey_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        is_over = self.row.is_over_on(today)
        results = results_of(self.row) if is_over else None
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "is_over": is_over,
            "is_open": self.row.is_open_on(today),
            "groups": [
                (group, f"{settings.SITE_URL}{reverse('sab:survey-answer', args=[group.token])}")
                for group in self.row.groups.select_related("partner")
            ]
            if not is_over
            else [],
            "responses": results.responses if results else responses_so_far(self.row),
            "results": results,
        }


class SurveyFormPage(OfSurvey, BoardFormPage):
    def back_url(self) -> str:
        return reverse("sab:survey-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.title)


class SurveyClose(SurveyFormPage):
    form_class = Form
    title = "Close this survey"
    explanation = (
        "It takes no more answers, and cannot be opened again. Its results are shown then."
    )
    button = "Close this survey"
    done_message = "The survey is closed"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        services.close_survey(by=self.person, survey=self.row)


class SurveyFile(SurveyFormPage):
    form_class = ResultsFileForm
    title = "Take the results as a file"
    explanation = "A CSV file of what the page shows. It goes into the ledger of exports."
    button = "Make the file"
    keeps_draft = False

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            name, content = services.export_results(
                by=self.person,
                survey=self.row,
                council=self.council,
                reason=form.cleaned_data["reason"],
            )
        except RuleViolationError as error:
            return self.refused(form, error)
        response = HttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def comments_to_read(survey: Survey) -> QuerySet[SurveyAnswer]:
    """Return the comments of a survey that is over, in the order of their random keys."""
    rows = SurveyAnswer.objects.filter(response__survey=survey).exclude(comment="")
    return rows.select_related("question").order_by("pk")


class SurveyComments(OfSurvey, BoardPage):
    """Comments to be read before anybody else sees them; no group is named."""

    permission = Permission.BOARD_MANAGE
    template_name = "sab/survey_comments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_over = self.row.is_over_on(timezone.localdate())
        rows = list(comments_to_read(self.row)) if is_over else []
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "is_over": is_over,
            "waiting": [each for each in rows if each.comment_state == CommentState.WAITING],
            "read": [each for each in rows if each.comment_state != CommentState.WAITING],
        }


class SurveyCommentRead(VersionedBoardForm):
    form_class = CommentForm
    title = "Read this comment"
    done_message = "The comment is read"

    def rows(self) -> QuerySet[SurveyAnswer]:
        surveys = Survey.objects.visible_to(self.person).filter(board=self.board)
        over = surveys.over_on(timezone.localdate())
        rows = SurveyAnswer.objects.filter(response__survey__in=over).exclude(comment="")
        return rows.select_related("question", "response")

    def back_url(self) -> str:
        return reverse("sab:survey-comments", args=[self.row.response.survey_id])

    def back_label(self) -> str:
        return "Comments"

    def get_initial(self) -> dict[str, Any]:
        is_waiting = self.row.comment_state == CommentState.WAITING
        state = "" if is_waiting else self.row.comment_state
        return {"state": state, "words": self.row.comment if is_waiting else self.row.comment_shown}

    def call_service(self, **data: Any) -> None:
        services.read_comment(by=self.person, answer=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "caption": self.row.question.text,
            "explanation": f"As it was written: {self.row.comment}",
        }
