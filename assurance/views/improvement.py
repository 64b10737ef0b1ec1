"""The improvement plan: all of it, whose is overdue, one item with what shows its effect."""

from datetime import date
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from assurance.difference import Since, measure_since
from assurance.filters_improvement import OUTSIDE, ImprovementFilter
from assurance.forms_improvement import ReasonForm
from assurance.improvement_shown import by_owner, item_shown, items_shown, step_tag
from assurance.models import ImprovementItem, ImprovementNote
from assurance.models.improvement import ImprovementItemQuerySet
from assurance.scopes import open_scope
from assurance.services.improvement_files import export_plan
from assurance.trends import monthly_facts
from assurance.views.plan_bases import PlanForm, PlanPage, PlanView, statement_choices
from assurance.voices_shown import shown
from core.models import User
from core.periods import Period
from core.permissions import Permission
from safeguard.filters import chosen

PAGE = 50
FIRST_DAY = date(1990, 1, 1)


class OfPlan(PlanView):
    permission = Permission.IMPROVEMENT_VIEW

    def items(self) -> ImprovementItemQuerySet:
        rows = ImprovementItem.objects.visible_to(self.person).filter(council=self.council)
        return rows.select_related("owner").prefetch_related("steps")

    @cached_property
    def manages(self) -> bool:
        return Permission.IMPROVEMENT_MANAGE in self.offers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "manages": self.manages}


class Narrowed(OfPlan):
    """A page of the items that the address asks for; open ones first, then by day."""

    @cached_property
    def open_items(self) -> list[ImprovementItem]:
        return list(self.items().open())

    @cached_property
    def filterset(self) -> ImprovementFilter:
        owners = User.objects.filter(improvement_items__council=self.council).distinct()
        named = [(str(key), name) for key, name in owners.values_list("pk", "full_name")]
        return ImprovementFilter(
            self.request.GET,
            queryset=self.items(),
            request=self.request,
            owners=[*named, (OUTSIDE, "Somebody outside this service")],
            statements=statement_choices(),
        )

    def narrowed(self) -> QuerySet[ImprovementItem]:
        first_open = F("closed_on").asc(nulls_first=True)
        return chosen(self.filterset).order_by(first_open, "due_on", "pk")


class ImprovementList(Narrowed, ListView[ImprovementItem]):
    template_name = "assurance/improvement_list.html"
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[ImprovementItem]:
        return self.narrowed().select_related("owner", "statement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        today = timezone.localdate()
        form = self.filterset.form
        return {
            **found,
            "form": form,
            "is_narrowed": any(self.request.GET.get(name) for name in form.fields),
            "rows": items_shown(found["page_obj"], today),
            "owners": by_owner(items_shown(self.open_items, today)),
            "query": self.request.GET.urlencode(),
        }


class ImprovementDetail(OfPlan, PlanPage):
    template_name = "assurance/improvement_detail.html"

    def rows(self) -> QuerySet[Any]:
        notes = ImprovementNote.objects.select_related("written_by")
        return (
            self.items()
            .select_related(
                "owner",
                "statement",
                "audit_theme",
                "finding__assessment",
                "effect_by",
                "verified_by",
                "closed_by",
            )
            .prefetch_related(Prefetch("notes", notes))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, today = self.row, timezone.localdate()
        is_owner = row.owner_id == self.person.pk
        return {
            **super().get_context_data(**kwargs),
            "row": row,
            "item": item_shown(row, today),
            "steps": [(step, step_tag(step, today)) for step in row.steps.all()],
            "since": self._since(row),
            "replies": self._replies(row),
            "may_write": self.manages or is_owner,
            "may_verify": self.manages and not is_owner and row.effect_by_id != self.person.pk,
            "may_close": self.manages and not is_owner,
        }

    def _since(self, row: ImprovementItem) -> Since | None:
        if not row.measure or Permission.MEASURE_VIEW not in self.offers:
            return None
        scope = open_scope(by=self.person, council=self.council)
        months = monthly_facts(scope, Period.between(FIRST_DAY, scope.cut))
        began = row.changed_on is not None
        return measure_since(row.measure, row.since, months, name="since", began=began)

    def _replies(self, row: ImprovementItem) -> list[Any]:
        """Return the voices that the item answers, to those who may read voices."""
        if Permission.VOICE_VIEW not in self.offers:
            return []
        held = list(row.replies.select_related("voice").prefetch_related("voice__groups"))
        keeps = Permission.VOICE_MANAGE in self.offers
        voices = shown((reply.voice for reply in held), keeps=keeps)
        return list(zip(voices, held, strict=True))


class ImprovementDownload(Narrowed, PlanForm):
    """Take the plan out as a file, as the address narrows it."""

    permission = Permission.IMPROVEMENT_MANAGE
    form_class = ReasonForm
    title = "Take the improvement plan out as a file"
    explanation = "A CSV file of the items you narrowed the plan to. It holds nobody's words. "
    explanation += "What it is for is written in the ledger of exports."
    button = "Download"
    keeps_draft = False

    def back_url(self) -> str:
        return reverse("assurance:improvement-list")

    def back_label(self) -> str:
        return "Improvement plan"

    def form_valid(self, form: Form) -> HttpResponse:
        made = export_plan(
            by=self.person,
            council=self.council,
            rows=self.narrowed().select_related("owner", "statement"),
            reason=form.cleaned_data["reason"],
            narrowed_by=self.request.GET.dict(),
        )
        response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response
