"""Reviews that others lead, soonest answer first."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from sab.forms_recommendation import OtherReviewAnswerForm, OtherReviewForm, RecommendationForm
from sab.models import OtherReview
from sab.reviews_shown import days
from sab.services import other_reviews as services
from sab.services.recommendations import add_recommendation
from sab.views.bases import BoardFormPage, BoardPage


class OtherReviewList(BoardPage):
    template_name = "sab/other_review_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = OtherReview.objects.visible_to(self.person).filter(board=self.board)
        today = timezone.localdate()
        shown = rows.order_by(F("answered_on").desc(nulls_first=True), "due_on", "-received_on")
        return {
            **super().get_context_data(**kwargs),
            "rows": [(row, *answer_words(row, today)) for row in shown],
        }


def answer_words(row: OtherReview, today: Any) -> tuple[str, str]:
    """Return how the answer to a review stands, and the colour of the words."""
    if row.answered_on:
        late = bool(row.due_on and row.answered_on > row.due_on)
        return ("Answered late", "orange") if late else ("Answered", "green")
    if row.due_on is None:
        return "No answer is due", "grey"
    left = (row.due_on - today).days
    return (f"{days(-left)} late", "red") if left < 0 else (f"{days(left)} left", "blue")


class OtherReviewFormPage(BoardFormPage):
    def rows(self) -> QuerySet[OtherReview]:
        rows = OtherReview.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board")

    def back_url(self) -> str:
        return reverse("sab:other-review-list")

    def back_label(self) -> str:
        return "Other reviews"


class OtherReviewAdd(OtherReviewFormPage):
    form_class = OtherReviewForm
    title = "Add another kind of review"
    done_message = "The review is added"

    def call_service(self, **data: Any) -> None:
        services.add_other_review(by=self.person, board=self.board, **data)


class OtherReviewAnswer(OtherReviewFormPage):
    form_class = OtherReviewAnswerForm
    guards = True
    title = "The board's answer"
    done_message = "The answer is kept"

    def get_initial(self) -> dict[str, Any]:
        answered = self.row.answered_on or timezone.localdate()
        return {"answered_on": answered, "learning": self.row.learning}

    def call_service(self, **data: Any) -> None:
        services.answer_other_review(by=self.person, other_review=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.reference}


class OtherReviewRecommend(OtherReviewFormPage):
    form_class = RecommendationForm
    title = "Add a recommendation"
    done_message = "The recommendation is added"

    def call_service(self, **data: Any) -> None:
        add_recommendation(by=self.person, board=self.board, other_review=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.reference}
