"""The risk register: the list by score, one risk with its history, the scales, the forms."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from sab.choices_board import RiskAxis
from sab.forms_business import (
    RiskBandForm,
    RiskChangeForm,
    RiskCloseForm,
    RiskEscalateForm,
    RiskForm,
    RiskLevelForm,
    RiskLookForm,
)
from sab.frameworks_loader import LevelLine
from sab.models import BoardRisk, RiskReview
from sab.risks_shown import RiskShown, scale_of
from sab.services import risks as services
from sab.views.bases import BoardFormPage, BoardPage, VersionedBoardForm


class RiskList(BoardPage):
    """Open risks, highest score first; those closed below them."""

    template_name = "sab/risk_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = BoardRisk.objects.visible_to(self.person).filter(board=self.board)
        scale, today = scale_of(self.board), timezone.localdate()
        chosen = rows.select_related("partner").prefetch_related("reviews")
        shown = [RiskShown(row, scale, today) for row in chosen]
        shown.sort(key=lambda one: (-one.score, one.row.pk))
        return {
            **super().get_context_data(**kwargs),
            "risks": [one for one in shown if not one.row.closed_on],
            "closed": [one for one in shown if one.row.closed_on],
        }


class RiskDetail(BoardPage):
    template_name = "sab/risk_detail.html"

    def rows(self) -> QuerySet[BoardRisk]:
        looks = RiskReview.objects.select_related("by")
        rows = BoardRisk.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("partner").prefetch_related(
            Prefetch("reviews", looks), "priorities"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = RiskShown(self.row, scale_of(self.board), timezone.localdate())
        return {**super().get_context_data(**kwargs), "row": self.row, "shown": shown}


class RiskScale(BoardPage):
    """What the values of the scales mean to this board."""

    template_name = "sab/risk_scale.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scale = scale_of(self.board)
        axes = [(axis, axis.label, scale.lines(axis)) for axis in RiskAxis]
        return {**super().get_context_data(**kwargs), "axes": axes}


class ScaleMixin:
    """Hands the board's own words for each value to the form."""

    board: Any

    def get_form_kwargs(self) -> dict[str, Any]:
        words = scale_of(self.board).choices()
        return {**super().get_form_kwargs(), "words": words}  # type: ignore[misc]


class RiskAdd(ScaleMixin, BoardFormPage):
    form_class = RiskForm
    title = "Put a risk on the register"
    explanation = "Cause, event and effect in plain words, and no person in them. Likelihood and "
    explanation += "impact are scored three times: with nothing in place, now, and as aimed at."
    done_message = "The risk is on the register"

    def back_url(self) -> str:
        return reverse("sab:risk-list")

    def back_label(self) -> str:
        return "Risk register"

    def call_service(self, **data: Any) -> None:
        services.add_risk(by=self.person, board=self.board, **data)


class OfRisk:
    """Leads back to the risk that the address names."""

    row: Any

    def rows(self) -> QuerySet[BoardRisk]:
        page: Any = self
        rows = BoardRisk.objects.visible_to(page.person).filter(board=page.board)
        return rows.select_related("board", "partner")

    def back_url(self) -> str:
        return reverse("sab:risk-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.reference)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**found, "caption": f"{self.row.reference}: {self.row.title}"}


class RiskChange(OfRisk, ScaleMixin, VersionedBoardForm):
    form_class = RiskChangeForm
    title = "Change what is written of this risk"
    explanation = "How it stands now is scored by looking at it again, so that its history is kept."
    done_message = "The risk is changed"

    def get_initial(self) -> dict[str, Any]:
        names = [name for name in RiskChangeForm.base_fields if name != "partner"]
        held = {name: getattr(self.row, name) for name in names}
        return {**held, "partner": self.row.partner_id}

    def call_service(self, **data: Any) -> None:
        services.change_risk(by=self.person, risk=self.row, **data)


class RiskLook(OfRisk, ScaleMixin, VersionedBoardForm):
    form_class = RiskLookForm
    title = "Look at this risk again"
    done_message = "The score is kept"

    def get_initial(self) -> dict[str, Any]:
        scores = {"likelihood": self.row.likelihood, "impact": self.row.impact}
        return {**scores, "on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        services.look_at_risk(by=self.person, risk=self.row, **data)


class RiskEscalate(OfRisk, BoardFormPage):
    form_class = RiskEscalateForm
    title = "Escalate this risk"
    done_message = "The escalation is kept"

    def get_initial(self) -> dict[str, Any]:
        held = {name: getattr(self.row, name) for name in RiskEscalateForm.base_fields}
        return {**held, "escalated_on": self.row.escalated_on or timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        services.escalate_risk(by=self.person, risk=self.row, **data)


class RiskClose(OfRisk, BoardFormPage):
    form_class = RiskCloseForm
    title = "Close this risk"
    explanation = "It goes off the register. What was written of it is kept."
    button = "Close this risk"
    done_message = "The risk is closed"

    def get_initial(self) -> dict[str, Any]:
        return {"closed_on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        services.close_risk(by=self.person, risk=self.row, **data)


class RiskLevelSet(BoardFormPage):
    title = "What a value means"
    done_message = "The scale is changed"
    keeps_draft = False

    @cached_property
    def line(self) -> LevelLine:
        axis, value = self.kwargs["axis"], self.kwargs["value"]
        lines = scale_of(self.board).lines(axis) if axis in RiskAxis.values else ()
        found = next((line for line in lines if line.value == value), None)
        if found is None:
            raise Http404(f"no value {value} of {axis}")
        return found

    def get_form_class(self) -> type[RiskLevelForm]:
        is_band = self.line and self.kwargs["axis"] == RiskAxis.BAND
        return RiskBandForm if is_band else RiskLevelForm

    def get_initial(self) -> dict[str, Any]:
        line = self.line
        return {"label": line.label, "means": line.means, "least": line.value}

    def back_url(self) -> str:
        return reverse("sab:risk-scale")

    def back_label(self) -> str:
        return "Scales"

    def call_service(self, **data: Any) -> None:
        services.set_risk_level(by=self.person, board=self.board, **self.kwargs, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        axis = RiskAxis(self.kwargs["axis"])
        return {**found, "caption": f"{axis.label}: {self.line.value}"}
