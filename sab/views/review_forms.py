"""Forms about one review, each of which calls one service."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from core.permissions import Permission
from core.views import RequiresPermission
from sab.choices import Stage
from sab.forms import (
    AcknowledgeForm,
    CriteriaForm,
    DecisionForm,
    MarkerForm,
    MethodForm,
    PanelForm,
    ParallelForm,
    PersonForm,
    ReferralForm,
    StageForm,
    ToldForm,
)
from sab.frameworks_loader import markers
from sab.models import Board, CriteriaTest, MarkerCheck, Review
from sab.services import review_parts, reviews
from sab.views.bases import BoardFormPage, BoardPage, FormPage, NeedsBoard, VersionedRow


class ReviewRefer(RequiresPermission, NeedsBoard, FormPage):
    """Refer a case, for a council or for a partner. Whoever refers need not decide the criteria."""

    permission = Permission.REVIEW_REFER
    form_class = ReferralForm
    title = "Refer a case for a Safeguarding Adults Review"
    explanation = "Refer a case where an adult died or came to serious harm and agencies may not "
    explanation += "have worked well together. The board decides whether the criteria are met."
    button = "Refer this case"
    done_message = "The case is referred to the board"

    @cached_property
    def found_board(self) -> Board | None:
        boards = Board.objects.visible_to(self.person, self.permission).covering(self.council)
        return (
            boards.first()
            or Board.objects.filter(
                partners__organisation=self.council, partners__left_on__isnull=True
            )
            .order_by("pk")
            .first()
        )

    @cached_property
    def own_partner(self) -> Any:
        return self.board.partners.current().filter(organisation=self.council).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "board": self.board}

    def get_initial(self) -> dict[str, Any]:
        known = {"received_on": timezone.localdate(), "referrer_name": self.person.full_name}
        return {**known, "referrer": self.own_partner}

    def call_service(self, **data: Any) -> None:
        own_area = self.board.areas.filter(council=self.council).first()
        area = own_area or self.board.areas.earliest("-is_host", "id")
        if own_area is None:
            data["referrer"] = self.own_partner
        reviews.refer_case(by=self.person, board=self.board, council=area.council, **data)

    def back_url(self) -> str:
        return reverse("core:home")

    def back_label(self) -> str:
        return "Home"


class ReviewFormPage(BoardFormPage):
    """A form about one review."""

    anchor = ""

    def rows(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("criteria", "publication", "board")

    def back_url(self) -> str:
        return reverse("sab:review-detail", args=[self.row.pk]) + self.anchor

    def back_label(self) -> str:
        return str(self.row.reference)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.reference}


class ReferralAcknowledge(ReviewFormPage):
    form_class = AcknowledgeForm
    title = "Acknowledge the referral"
    done_message = "The day is kept"

    def call_service(self, **data: Any) -> None:
        reviews.acknowledge_referral(by=self.person, review=self.row, **data)


class CriteriaRecord(VersionedRow, ReviewFormPage):
    form_class = CriteriaForm
    title = "The section 44 test"
    explanation = "Answer each part and say why. Where every part is met, the board must hold a "
    explanation += "Safeguarding Adults Review; how it is done is then a choice of method."
    button = "Save the test"
    done_message = "The test is kept"
    anchor = "#test"

    def stored(self) -> CriteriaTest | None:
        return getattr(self.row, "criteria", None)

    def get_initial(self) -> dict[str, Any]:
        test = self.stored()
        return {name: getattr(test, name) for name in CriteriaForm.base_fields} if test else {}

    def call_service(self, **data: Any) -> None:
        reviews.record_test(by=self.person, review=self.row, **data)


class ReviewDecide(ReviewFormPage):
    permission = Permission.REVIEW_DECIDE
    form_class = DecisionForm
    title = "Decide on this case"
    explanation = "A mandatory and a discretionary review are both statutory reviews under section "
    explanation += "44. The reason is kept, and so is who disagreed."
    button = "Make this decision"
    done_message = "The decision is made"
    anchor = "#test"

    def get_initial(self) -> dict[str, Any]:
        test = getattr(self.row, "criteria", None)
        return {"outcome": test.recommended if test else "", "decided_on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        reviews.decide_review(by=self.person, review=self.row, **data)


class DecisionTold(ReviewFormPage):
    form_class = ToldForm
    title = "Who was told of the decision"
    done_message = "The days are kept"
    anchor = "#test"

    def get_initial(self) -> dict[str, Any]:
        test = getattr(self.row, "criteria", None)
        return {name: getattr(test, name) for name in ToldForm.base_fields} if test else {}

    def call_service(self, **data: Any) -> None:
        reviews.record_told(by=self.person, review=self.row, **data)


class StageMove(ReviewFormPage):
    form_class = StageForm
    title = "Move the review to its next stage"
    done_message = "The review has moved on"
    anchor = "#stages"

    def get_initial(self) -> dict[str, Any]:
        order = list(Stage)
        here = order.index(Stage(self.row.stage))
        return {"stage": order[min(here + 1, len(order) - 1)], "on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        reviews.move_stage(by=self.person, review=self.row, **data)


class ReviewPlan(VersionedRow, ReviewFormPage):
    form_class = MethodForm
    title = "Scope and method"
    explanation = "The law prescribes no method. Choose one that is in proportion."
    done_message = "The plan is kept"
    anchor = "#plan"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in MethodForm.base_fields}

    def call_service(self, **data: Any) -> None:
        reviews.plan_review(by=self.person, review=self.row, **data)


class PanelAdd(ReviewFormPage):
    form_class = PanelForm
    title = "Add somebody to the panel"
    done_message = "They are on the panel"
    anchor = "#plan"

    def call_service(self, **data: Any) -> None:
        review_parts.add_panel_member(by=self.person, review=self.row, **data)


class ParallelAdd(ReviewFormPage):
    form_class = ParallelForm
    title = "Add a parallel process"
    done_message = "The process is added"
    anchor = "#plan"

    def call_service(self, **data: Any) -> None:
        review_parts.add_parallel_process(by=self.person, review=self.row, **data)


class MarkerCheckForm(VersionedRow, ReviewFormPage):
    form_class = MarkerForm
    done_message = "The check is kept"
    anchor = "#markers"

    @property
    def marker(self) -> Any:
        found = next((m for m in markers() if m.number == self.kwargs["marker"]), None)
        if found is None:
            raise Http404("no such marker")
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Quality marker {self.marker.number}: {self.marker.title}"

    def stored(self) -> MarkerCheck | None:
        found: MarkerCheck | None
        found = self.row.marker_checks.filter(marker=self.marker.number).first()
        return found

    def get_initial(self) -> dict[str, Any]:
        held = self.stored()
        return {"met": held.met, "note_text": held.note} if held else {}

    def call_service(self, **data: Any) -> None:
        number = self.marker.number
        review_parts.check_marker(by=self.person, review=self.row, marker=number, **data)


class PeopleOfReview(BoardPage):
    """The people of a review. Opening the page is recorded."""

    permission = Permission.REVIEW_PEOPLE_VIEW
    template_name = "sab/people.html"

    def rows(self) -> QuerySet[Review]:
        rows = Review.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = review_parts.open_people(by=self.person, review=self.row)
        return {**super().get_context_data(**kwargs), "review": self.row, "people": people}


class PersonAdd(ReviewFormPage):
    permission = Permission.REVIEW_PEOPLE_VIEW
    form_class = PersonForm
    title = "Add a person to the review"
    explanation = "Only the chair and the manager of the board read this; each reading is recorded."
    done_message = "The person is added"
    keeps_draft = False

    def back_url(self) -> str:
        return reverse("sab:people", args=[self.row.pk])

    def call_service(self, **data: Any) -> None:
        review_parts.add_person(by=self.person, review=self.row, **data)
