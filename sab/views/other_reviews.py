"""Reviews that others lead: the list, soonest answer first, one of them, and the forms."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from sab.forms_business import (
    OtherReviewAddForm,
    OtherReviewAnswerForm,
    OtherReviewChangeForm,
    OtherReviewExtendForm,
    OtherReviewLearnForm,
)
from sab.forms_recommendation import RecommendationForm
from sab.models import OtherReview, Recommendation
from sab.reviews_shown import answer_words
from sab.services import other_reviews as services
from sab.services.recommendations import add_recommendation
from sab.tracker import tracked
from sab.views.bases import BoardFormPage, BoardPage, VersionedBoardForm


class OtherReviewList(BoardPage):
    template_name = "sab/other_review_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = OtherReview.objects.visible_to(self.person).filter(board=self.board)
        today = timezone.localdate()
        shown = rows.order_by(
            F("answered_on").desc(nulls_first=True),
            Coalesce("extended_to", "due_on").asc(nulls_last=True),
            "-received_on",
        )
        return {
            **super().get_context_data(**kwargs),
            "rows": [(row, answer_words(row, today)) for row in shown],
        }


class OtherReviewDetail(BoardPage):
    """One review: its clock, what was answered, what was learnt, what it asks for."""

    template_name = "sab/other_review_detail.html"

    def rows(self) -> QuerySet[OtherReview]:
        rows = OtherReview.objects.visible_to(self.person).filter(board=self.board)
        return rows.prefetch_related("themes", "reviews", "briefings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = Recommendation.objects.visible_to(self.person).filter(other_review=self.row)
        chosen = rows.select_related("partner").prefetch_related("actions")
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "clock": answer_words(self.row, today),
            "recommendations": tracked(chosen, today),
        }


class OtherReviewAdd(BoardFormPage):
    form_class = OtherReviewAddForm
    title = "Add another kind of review"
    done_message = "The review is added"

    def back_url(self) -> str:
        return reverse("sab:other-review-list")

    def back_label(self) -> str:
        return "Other reviews"

    def call_service(self, **data: Any) -> None:
        services.add_other_review(by=self.person, board=self.board, **data)


class OfOtherReview:
    """Leads back to the review that the address names."""

    row: Any

    def rows(self) -> QuerySet[OtherReview]:
        page: Any = self
        rows = OtherReview.objects.visible_to(page.person).filter(board=page.board)
        return rows.select_related("board")

    def back_url(self) -> str:
        return reverse("sab:other-review-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.reference)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**found, "caption": f"{self.row.reference}: {self.row.title}"}


class OtherReviewChange(OfOtherReview, VersionedBoardForm):
    form_class = OtherReviewChangeForm
    title = "Change what is held of this review"
    done_message = "The review is changed"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in OtherReviewChangeForm.base_fields}

    def call_service(self, **data: Any) -> None:
        services.change_other_review(by=self.person, other_review=self.row, **data)


class OtherReviewAnswer(OfOtherReview, VersionedBoardForm):
    form_class = OtherReviewAnswerForm
    title = "The answer of the board"
    done_message = "The answer is kept"

    def get_initial(self) -> dict[str, Any]:
        answered = self.row.answered_on or timezone.localdate()
        return {"answered_on": answered, "answer": self.row.answer}

    def call_service(self, **data: Any) -> None:
        services.answer_other_review(by=self.person, other_review=self.row, **data)


class OtherReviewExtend(OfOtherReview, BoardFormPage):
    form_class = OtherReviewExtendForm
    title = "Keep an extension"
    explanation = "Only whoever asked for the answer can agree to a later day. The first is kept."
    done_message = "The extension is kept"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in OtherReviewExtendForm.base_fields}

    def call_service(self, **data: Any) -> None:
        services.extend_answer(by=self.person, other_review=self.row, **data)


class OtherReviewLearn(OfOtherReview, VersionedBoardForm):
    form_class = OtherReviewLearnForm
    title = "What the board learns from it"
    done_message = "The learning is kept"

    def get_initial(self) -> dict[str, Any]:
        many = {name: getattr(self.row, name).all() for name in ("themes", "reviews")}
        return {"learning": self.row.learning, **many}

    def call_service(self, **data: Any) -> None:
        services.keep_learning(by=self.person, other_review=self.row, **data)


class OtherReviewRecommend(OfOtherReview, BoardFormPage):
    form_class = RecommendationForm
    title = "Add a recommendation"
    done_message = "The recommendation is added"

    def call_service(self, **data: Any) -> None:
        add_recommendation(by=self.person, board=self.board, other_review=self.row, **data)
