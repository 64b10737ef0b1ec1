"""Safeguarding Adults Reviews: the list, the library, one review."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.views.generic import ListView

from core.paginators import CappedPaginator
from core.permissions import Permission
from sab.filters import LibraryFilter
from sab.models import Publication, Review, ReviewStage
from sab.reviews_shown import clock_of, clock_words, markers_shown
from sab.rules.criteria import Criteria, judge
from sab.views.bases import BoardPage, BoardView

PAGE = 50
CRITERIA = {
    Criteria.MET: "The criteria of section 44(1) to (3) are met: a review must be held.",
    Criteria.NOT_MET: "The criteria of section 44(1) to (3) are not met.",
    Criteria.NOT_KNOWN: "It is not known yet whether the criteria are met.",
}


class ReviewList(BoardView, ListView[Review]):
    """Every case referred to the board, newest first, with the clock of the stage it is in."""

    template_name = "sab/review_list.html"
    paginator_class = CappedPaginator
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("criteria", "council")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        page = list(found["page_obj"])
        running = ReviewStage.objects.filter(review__in=page, finished_on__isnull=True)
        by_review = {row.review_id: row for row in running}
        today = timezone.localdate()
        shown = [
            (row, clock_words(stage, today) if (stage := by_review.get(row.pk)) else None)
            for row in page
        ]
        return {**found, "rows": shown}


class ReviewPage(BoardPage):
    """A page about one review."""

    def rows(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("criteria", "publication", "council", "referrer", "board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "review": self.row}


class ReviewDetail(ReviewPage):
    template_name = "sab/review_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, test = timezone.localdate(), getattr(self.row, "criteria", None)
        return {
            **super().get_context_data(**kwargs),
            "test": test,
            "criteria": CRITERIA[criteria_of(test)] if test else None,
            "publication": getattr(self.row, "publication", None),
            "clocks": [clock_of(stage, today) for stage in self.row.stages.all()],
            "panel": self.row.panel.select_related("partner"),
            "processes": self.row.parallel_processes.all(),
            "markers": markers_shown(self.row.marker_checks.all()),
            "findings": self.row.findings.all(),
            "recommendations": self.row.recommendations.select_related("partner"),
            "may_see_people": Permission.REVIEW_PEOPLE_VIEW in self.offers,
        }


def criteria_of(test: Any) -> Criteria:
    return judge(
        needs=test.needs, working_together=test.working_together, life=test.life, harm=test.harm
    )


class Library(BoardPage):
    """Published reports, newest first: what the national library takes of each, and our own."""

    template_name = "sab/library.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reviews = Review.objects.visible_to(self.person).filter(board=self.board)
        reports = Publication.objects.filter(review__in=reviews, published_on__isnull=False)
        shown = reports.select_related("review").defer("text").order_by("-published_on", "-pk")
        narrowed = LibraryFilter(self.request.GET, queryset=shown, request=self.request)
        form = narrowed.form
        rows = narrowed.qs if form.is_valid() else shown.none()
        is_narrowed = any(self.request.GET.get(name) for name in form.fields)
        found = {"reports": rows, "form": form, "is_narrowed": is_narrowed}
        return {**super().get_context_data(**kwargs), **found}
