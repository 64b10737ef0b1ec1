"""The strategic plan: priorities in force, one with its years, and the forms."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from sab.choices_recommendation import LinkKind
from sab.difference import linkables
from sab.forms_business import (
    PriorityActionForm,
    PriorityForm,
    PriorityLinksForm,
    PriorityToldForm,
)
from sab.models import PriorityAction, StrategicPriority
from sab.plan_shown import ActionShown, PriorityShown, years_of
from sab.services import priorities as services
from sab.views.bases import BoardFormPage, BoardPage, VersionedBoardForm


class PriorityRows(BoardPage):
    def rows(self) -> QuerySet[StrategicPriority]:
        actions = PriorityAction.objects.select_related("partner")
        rows = StrategicPriority.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("lead").prefetch_related(Prefetch("actions", actions))


class PriorityList(PriorityRows):
    """The plan: what is in force today, then what is to come and what has ended."""

    template_name = "sab/priority_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        shown = [PriorityShown(row, today) for row in self.rows()]
        return {
            **super().get_context_data(**kwargs),
            "in_force": [one for one in shown if one.is_in_force],
            "others": [one for one in shown if not one.is_in_force],
        }


class PriorityDetail(PriorityRows):
    template_name = "sab/priority_detail.html"

    def rows(self) -> QuerySet[StrategicPriority]:
        return super().rows().prefetch_related("recommendations", "risks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = {item.key: item.title for item in linkables(LinkKind.MEASURE)}
        keys = self.row.measure_keys
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "shown": PriorityShown(self.row, timezone.localdate()),
            "measures": [(key, titles[key]) for key in keys if key in titles],
        }


class PriorityAdd(BoardFormPage):
    form_class = PriorityForm
    title = "Add a strategic priority"
    done_message = "The priority is added"

    def back_url(self) -> str:
        return reverse("sab:priority-list")

    def back_label(self) -> str:
        return "Strategic plan"

    def call_service(self, **data: Any) -> None:
        services.add_priority(by=self.person, board=self.board, **data)


class OfPriority:
    """Leads back to the priority that the address names."""

    row: Any

    def rows(self) -> QuerySet[Any]:
        page: Any = self
        rows = StrategicPriority.objects.visible_to(page.person).filter(board=page.board)
        return rows.select_related("board")

    def back_url(self) -> str:
        return reverse("sab:priority-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)  # type: ignore[misc]
        return {**found, "caption": str(self.row)}


class PriorityChange(OfPriority, VersionedBoardForm):
    form_class = PriorityForm
    title = "Change this priority"
    done_message = "The priority is changed"

    def get_initial(self) -> dict[str, Any]:
        names = [name for name in PriorityForm.base_fields if name != "lead"]
        held = {name: getattr(self.row, name) for name in names}
        return {**held, "lead": self.row.lead_id}

    def call_service(self, **data: Any) -> None:
        services.change_priority(by=self.person, priority=self.row, **data)


class PriorityLinks(OfPriority, BoardFormPage):
    form_class = PriorityLinksForm
    title = "What serves this priority, and what would show it"
    done_message = "The links are kept"
    keeps_draft = False

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = [(item.key, item.title) for item in linkables(LinkKind.MEASURE)]
        return {**super().get_form_kwargs(), "measures": offered}

    def get_initial(self) -> dict[str, Any]:
        return {
            "recommendations": self.row.recommendations.all(),
            "risks": self.row.risks.all(),
            "measure_keys": self.row.measure_keys,
        }

    def call_service(self, **data: Any) -> None:
        services.link_priority(by=self.person, priority=self.row, **data)


class PriorityActionAdd(OfPriority, BoardFormPage):
    form_class = PriorityActionForm
    title = "Add an action"
    done_message = "The action is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "years": years_of(self.row)}

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        year = Period.financial_year(today.year - (today.month < 4)).label
        return {"year": year, "partner": self.row.lead_id}

    def call_service(self, **data: Any) -> None:
        services.add_priority_action(by=self.person, priority=self.row, **data)


class PriorityActionTell(VersionedBoardForm):
    form_class = PriorityToldForm
    title = "How does this action stand?"
    done_message = "What you said is kept"

    def rows(self) -> QuerySet[PriorityAction]:
        rows = PriorityAction.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board", "priority")

    def back_url(self) -> str:
        return reverse("sab:priority-detail", args=[self.row.priority_id])

    def back_label(self) -> str:
        return str(self.row.priority)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in PriorityToldForm.base_fields}

    def call_service(self, **data: Any) -> None:
        services.tell_priority_action(by=self.person, action=self.row, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = ActionShown(self.row, timezone.localdate())
        return {**super().get_context_data(**kwargs), "caption": f"{shown.row.text}"}
