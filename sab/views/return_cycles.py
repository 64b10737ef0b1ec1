"""The board's questions to its partners, the rounds in which it asks them, who has returned."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from sab.choices_board import Rating, ReturnStatus
from sab.forms_returns import CycleForm, EventForm
from sab.frameworks_loader import return_questions
from sab.metrics.returns import outcome_of
from sab.models import AssuranceReturn, Representative, ReturnCycle, ReturnTemplate
from sab.returns_shown import is_late, status_tag, with_first_sent
from sab.services.challenge import hold_event
from sab.services.chasing import chase_cycle
from sab.services.return_cycles import close_cycle, load_return_template, open_cycle
from sab.views.bases import BoardFormPage, BoardPage, BoardView


class TemplateList(BoardPage):
    """The versions of the questions; whether the shipped one has been taken in."""

    template_name = "sab/return_templates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(
            ReturnTemplate.objects.annotate(asked=Count("standards")).order_by("code", "-version")
        )
        shipped = return_questions()
        is_held = any((row.code, row.version) == (shipped.code, shipped.version) for row in rows)
        return {**super().get_context_data(**kwargs), "templates": rows, "may_load": not is_held}


class TemplateDetail(BoardPage):
    """One version with its standards, and what the ratings mean."""

    template_name = "sab/return_template.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        template = get_object_or_404(ReturnTemplate, pk=self.kwargs["pk"])
        shipped = return_questions()
        is_shipped = (template.code, template.version) == (shipped.code, shipped.version)
        return {
            **super().get_context_data(**kwargs),
            "row": template,
            "standards": template.standards.all(),
            "scale": [(line.rating.label, line.means) for line in shipped.scale],
            "is_provisional": is_shipped and shipped.status != "sourced",
        }


class TemplateLoad(BoardFormPage):
    form_class = Form
    title = "Take in the questions that come with the product"
    explanation = (
        "They are our own words for what published local tools ask about. No body has made them "
    )
    explanation += "official. A version that you hold already is not changed."
    button = "Take in the questions"
    done_message = "The questions are ready to use"
    keeps_draft = False

    def back_url(self) -> str:
        return reverse("sab:return-templates")

    def back_label(self) -> str:
        return "Questions"

    def call_service(self, **data: Any) -> None:
        load_return_template(by=self.person, board=self.board)


class CycleList(BoardPage):
    """The rounds of returns, newest first."""

    template_name = "sab/return_cycles.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ReturnCycle.objects.visible_to(self.person).filter(board=self.board)
        counted = rows.select_related("template").annotate(
            expected=Count("returns"),
            received=Count("returns", filter=Q(returns__submitted_on__isnull=False)),
        )
        ordered = counted.order_by("-opens_on", "-pk")
        return {**super().get_context_data(**kwargs), "cycles": ordered}


class CycleOpen(BoardFormPage):
    form_class = CycleForm
    title = "Open a cycle of returns"
    explanation = (
        "What an agency answered last time is carried forward for it to confirm or change. "
    )
    explanation += "The declaration is not."
    button = "Open the cycle"
    done_message = "The cycle is open, and each agency has its return"

    def back_url(self) -> str:
        return reverse("sab:return-cycles")

    def back_label(self) -> str:
        return "Partner returns"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        form = found["form"]
        if not form.fields["template"].queryset.exists():
            found["explanation"] = "There are no questions to ask yet. Take in the questions first."
        return found

    def call_service(self, **data: Any) -> None:
        open_cycle(by=self.person, board=self.board, **data)


class OfCycle(BoardView):
    """A page about one cycle of the board."""

    def rows(self) -> QuerySet[ReturnCycle]:
        rows = ReturnCycle.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("template", "board")


def people_of(returns: list[AssuranceReturn]) -> dict[int, list[Representative]]:
    """Return who speaks for each agency today, to write to them."""
    now = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    asked = [row.partner_id for row in returns]
    found: dict[int, list[Representative]] = {}
    for person in Representative.objects.filter(now, partner__in=asked):
        found.setdefault(person.partner_id, []).append(person)
    return found


class CycleDetail(OfCycle, BoardPage):
    """Who has returned, whom to chase, and what has been judged."""

    template_name = "sab/return_cycle.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = AssuranceReturn.objects.visible_to(self.person).filter(cycle=self.row)
        counted = with_first_sent(rows.select_related("partner", "cycle"))
        returns = list(
            counted.annotate(
                done=Count("answers", filter=Q(answers__is_confirmed=True), distinct=True)
            ).order_by("partner__name")
        )
        waiting = [row for row in returns if row.submitted_on is None]
        again = [row for row in returns if row.status == ReturnStatus.CHANGES_REQUESTED]
        chase = people_of([*waiting, *again])
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "received": len(returns) - len(waiting),
            "expected": len(returns),
            "returns": [(row, status_tag(row), is_late(row)) for row in returns],
            "chase": [(row, chase.get(row.partner_id, [])) for row in [*waiting, *again]],
            "is_over": today > self.row.closes_on,
            "is_closed": any(row.status == ReturnStatus.CLOSED for row in returns)
            and not any(row.status == ReturnStatus.VALIDATED for row in returns),
            "events": self.row.events.all(),
        }


class CycleOutcomePage(OfCycle, BoardPage):
    """What a cycle came to: ratings by section in words, and the actions that followed."""

    template_name = "sab/return_cycle_outcome.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AssuranceReturn.objects.visible_to(self.person).filter(cycle=self.row)
        never = rows.filter(submitted_on__isnull=True).order_by("partner__name")
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "outcome": outcome_of(self.row, timezone.localdate()),
            "ratings": Rating.labels,
            "never": [name for (name,) in never.values_list("partner__name")],
        }


class OfOneCycle(OfCycle, BoardFormPage):
    """A form about one cycle."""

    form_class = Form
    keeps_draft = False

    def back_url(self) -> str:
        return reverse("sab:return-cycle", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.title)


class CycleClose(OfOneCycle):
    title = "Close this cycle"
    explanation = "Its validated returns no longer change. A return that never came is shown as "
    explanation += "not returned. Actions that were agreed go on."
    button = "Close this cycle"
    done_message = "The cycle is closed"

    def call_service(self, **data: Any) -> None:
        close_cycle(by=self.person, cycle=self.row)

    def get_success_url(self) -> str:
        return reverse("sab:return-cycle-outcome", args=[self.row.pk])


class CycleChase(OfOneCycle):
    title = "Write to agencies that have not returned"
    explanation = "Each gets a message of its own that says when its return is due. It holds no "
    explanation += "answer and names no other agency."
    button = "Write to them"

    def call_service(self, **data: Any) -> None:
        reached, unreached = chase_cycle(by=self.person, cycle=self.row)
        agencies = "1 agency was" if reached == 1 else f"{reached} agencies were"
        messages.success(self.request, f"{agencies} written to")
        if unreached:
            words = f"Nobody could be written to at {', '.join(unreached)}"
            messages.warning(self.request, words)


class EventAdd(OfCycle, BoardFormPage):
    form_class = EventForm
    title = "Hold a challenge event"
    done_message = "The event is kept: choose what to ask"

    def back_url(self) -> str:
        return reverse("sab:return-cycle", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.title)

    def call_service(self, **data: Any) -> None:
        hold_event(by=self.person, cycle=self.row, **data)
