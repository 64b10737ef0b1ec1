"""Recommendations: the tracker, one recommendation, the composite plan, and their forms."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from sab.choices_recommendation import ASSURANCE_MEANS, Assurance
from sab.difference import signals_of
from sab.filters import RecommendationFilter
from sab.forms_recommendation import (
    ActionForm,
    AssuranceForm,
    ClosingForm,
    IntentForm,
    RecommendationForm,
    ReopenForm,
    ResponseForm,
)
from sab.models import Recommendation, RecommendationAction, Review, Theme
from sab.rules.delivery import delivery_of_all
from sab.services import actions as action_services
from sab.services import recommendations as services
from sab.tracker import (
    action_tag,
    assurance_tag,
    delivery_tag,
    gaps_of,
    repeats_on,
    standing,
    state_of,
    tracked,
)
from sab.views.bases import BoardFormPage, BoardPage, VersionedRow
from sab.views.review_forms import ReviewFormPage


class RecommendationRows(BoardPage):
    def rows(self) -> QuerySet[Recommendation]:
        rows = Recommendation.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("partner", "review", "other_review")

    @cached_property
    def again(self) -> Any:
        """Themes that came back, by the recommendation that had been closed."""
        return repeats_on(self.board)


class RecommendationList(RecommendationRows):
    """The tracker: agency, due, delivery, assurance, and what the linked series say since."""

    template_name = "sab/recommendation_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.request.board = self.board  # type: ignore[attr-defined]
        self.request.today = timezone.localdate()  # type: ignore[attr-defined]
        narrowed = RecommendationFilter(
            self.request.GET, queryset=self.rows(), request=self.request
        )
        form = narrowed.form
        rows = list(narrowed.qs.prefetch_related("actions", "links")) if form.is_valid() else []
        again = frozenset(found.earlier.recommendation for found in self.again)
        signals = signals_of(self.person, self.council, rows)
        shown = [(item, signals.get(item.row.pk, [])) for item in tracked(rows, today(), again)]
        is_narrowed = any(self.request.GET.get(name) for name in form.fields)
        found = {"form": form, "rows": shown, "is_narrowed": is_narrowed}
        return {**super().get_context_data(**kwargs), **found}


class CompositePlan(RecommendationRows):
    """Every open action, by agency: one plan for the whole board, to print."""

    template_name = "sab/composite_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = RecommendationAction.objects.visible_to(self.person).filter(board=self.board)
        open_rows = rows.filter(verified_on__isnull=True, recommendation__closed_on__isnull=True)
        chosen = open_rows.select_related("partner", "recommendation").order_by(
            "partner__name", "due_on", "pk"
        )
        plan: dict[str, list[Any]] = {}
        for action in chosen:
            plan.setdefault(action.partner.name, []).append((action, action_tag(action, today())))
        return {**super().get_context_data(**kwargs), "plan": plan, "today": today()}


class RecommendationDetail(RecommendationRows):
    template_name = "sab/recommendation_detail.html"

    def rows(self) -> QuerySet[Recommendation]:
        actions = RecommendationAction.objects.select_related("partner")
        parts = Prefetch("actions", actions.prefetch_related("evidence"))
        rows = super().rows().select_related("finding", "closed_by", "assured_by")
        return rows.prefetch_related(parts, "themes", "links", "reopenings")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, day = self.row, today()
        held = [standing(action) for action in row.actions.all()]
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "state": state_of(row),
            "delivery": delivery_tag(delivery_of_all(held, day)),
            "assurance": assurance_tag(row),
            "assurance_means": ASSURANCE_MEANS[Assurance(row.assurance)],
            "gaps": gaps_of(row),
            "actions": [(action, action_tag(action, day)) for action in row.actions.all()],
            "signals": signals_of(self.person, self.council, [row]).get(row.pk, []),
            **self._repeats(),
        }

    def _repeats(self) -> dict[str, Any]:
        """Return what came back after this one closed, and what this one comes back after."""
        after = [found for found in self.again if found.earlier.recommendation == self.row.pk]
        themes = {theme.pk for theme in self.row.themes.all()}
        before = [
            found
            for found in self.again
            if found.raised.source == self.row.review_id and found.raised.theme in themes
        ]
        if not after and not before:
            return {}
        keys = {found.raised.source for found in after} - {None}
        reviews = Review.objects.filter(pk__in=keys).in_bulk()
        names = Theme.objects.in_bulk({found.raised.theme for found in (*after, *before)})
        earlier = Recommendation.objects.in_bulk({f.earlier.recommendation for f in before})
        return {
            "returned": [(names[f.raised.theme], reviews.get(f.raised.source or 0)) for f in after],
            "returning": [
                (names[f.raised.theme], earlier[f.earlier.recommendation]) for f in before
            ],
        }


class RecommendationAdd(ReviewFormPage):
    form_class = RecommendationForm
    title = "Add a recommendation"
    done_message = "The recommendation is added"
    anchor = "#recommendations"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "review": self.row}

    def call_service(self, **data: Any) -> None:
        services.add_recommendation(by=self.person, board=self.board, review=self.row, **data)


class RecommendationFormPage(BoardFormPage):
    """A form about one recommendation."""

    def rows(self) -> QuerySet[Recommendation]:
        rows = Recommendation.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board", "partner")

    def back_url(self) -> str:
        return reverse("sab:recommendation-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.reference)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.reference}


class RecommendationRespond(VersionedRow, RecommendationFormPage):
    form_class = ResponseForm
    title = "The board's response"
    done_message = "The response is kept"

    def get_initial(self) -> dict[str, Any]:
        names = ("response", "response_reason", "partner", "owner_name", "due_on")
        held = {name: getattr(self.row, name) for name in names}
        return {**held, "responded_on": self.row.responded_on or today()}

    def call_service(self, **data: Any) -> None:
        services.respond_to_recommendation(by=self.person, recommendation=self.row, **data)


class RecommendationIntent(VersionedRow, RecommendationFormPage):
    form_class = IntentForm
    title = "Make it specific and measurable"
    done_message = "The recommendation is changed"

    def version_now(self) -> int:
        return services.intent_version(self.row)

    def get_initial(self) -> dict[str, Any]:
        names = [name for name in IntentForm.base_fields if name != "themes"]
        held = {name: getattr(self.row, name) for name in names}
        return {**held, "themes": self.row.themes.all()}

    def call_service(self, **data: Any) -> None:
        services.set_intent(by=self.person, recommendation=self.row, **data)


class ActionAdd(RecommendationFormPage):
    form_class = ActionForm
    title = "Add an action"
    done_message = "The action is added"

    def get_initial(self) -> dict[str, Any]:
        names = ("partner", "owner_name", "due_on")
        return {name: getattr(self.row, name) for name in names}

    def call_service(self, **data: Any) -> None:
        action_services.add_action(by=self.person, recommendation=self.row, **data)


class AssuranceJudge(VersionedRow, RecommendationFormPage):
    form_class = AssuranceForm
    title = "How sure is the board?"
    explanation = "None: nothing received. Told: the owner says it is done. Shown: a document or "
    explanation += "data was seen. Tested: somebody else checked it. Difference shown: there is "
    explanation += "evidence of a difference to adults or practice."
    done_message = "The assurance is kept"

    def get_initial(self) -> dict[str, Any]:
        return {"assurance": self.row.assurance, "assurance_reason": self.row.assurance_reason}

    def call_service(self, **data: Any) -> None:
        services.judge_assurance(by=self.person, recommendation=self.row, **data)


class RecommendationClose(RecommendationFormPage):
    form_class = ClosingForm
    title = "Close this recommendation"
    explanation = "It is closed by somebody other than its owner, on evidence, and looked at again."
    button = "Close this recommendation"
    done_message = "The recommendation is closed"

    def call_service(self, **data: Any) -> None:
        services.close_recommendation(by=self.person, recommendation=self.row, **data)


class RecommendationReopen(RecommendationFormPage):
    form_class = ReopenForm
    title = "Open this recommendation again"
    explanation = "What was said when it was closed is kept. Ask what stopped the change from "
    explanation += "holding; the same recommendation made again may not hold either."
    button = "Open it again"
    done_message = "The recommendation is open again"

    def call_service(self, **data: Any) -> None:
        services.reopen_recommendation(by=self.person, recommendation=self.row, **data)


def today() -> Any:
    return timezone.localdate()
