"""The data-quality desk: every rule, the records that fail one, and who is to put them right."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from core import access
from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView
from safeguard.forms_quality import GiveForm
from safeguard.quality import desk
from safeguard.quality.rule import Reach, Rule, Subject
from safeguard.services.quality import AT_ONCE, give_records

PERMISSIONS_SHOWN = {"may_give": Permission.CASE_DECIDE, "may_measure": Permission.MEASURE_VIEW}
RELATED = {
    Subject.CONCERN: ("adult__identity",),
    Subject.ENQUIRY: ("concern__adult__identity", "lead"),
    Subject.ADULT: ("identity",),
}
PAGES = {
    Subject.CONCERN: "safeguard:concern-detail",
    Subject.ENQUIRY: "safeguard:enquiry-detail",
    Subject.ADULT: "safeguard:adult-detail",
}


class QualityPage(RequiresPermission):
    """A page over one reporting year of one council."""

    permission = Permission.CASE_VIEW

    @cached_property
    def reach(self) -> Reach:
        return desk.reach_of(self.council, self.request.GET.get("year"))

    @cached_property
    def rule(self) -> Rule:
        """The rule that the address names; Http404 where there is none."""
        found = desk.BY_CODE.get(self.kwargs["code"])
        if found is None:
            raise Http404(f"no rule {self.kwargs['code']}")
        return found

    def offers(self, permission: Permission) -> bool:
        return access.is_offered(self.request, permission, council=self.council)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = {name: self.offers(each) for name, each in PERMISSIONS_SHOWN.items()}
        years = [year.label for year in desk.years_offered(self.reach.until)]
        shown = {"reach": self.reach, "years": years, **may}
        return {**super().get_context_data(**kwargs), **shown}


class QualityDesk(QualityPage, TemplateView):
    template_name = "safeguard/quality_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = desk.found_by_rule(self.reach)
        effects: dict[str, Any] = {}
        if self.offers(Permission.MEASURE_VIEW):
            effects = desk.what_if(self.reach, [each.rule for each in found if each.count])
        groups: dict[Subject, list[tuple[desk.Found, Any]]] = {each: [] for each in Subject}
        for each in found:
            groups[each.rule.subject].append((each, effects.get(each.rule.code)))
        return super().get_context_data(**kwargs, groups=groups.items())


class QualityRule(QualityPage, ListView[Any]):
    """Every record that fails one rule, oldest first."""

    template_name = "safeguard/quality_rule.html"
    paginator_class = CappedPaginator
    paginate_by = AT_ONCE

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.rule.failing(self.reach).select_related(*RELATED[self.rule.subject])
        if self.request.GET.get("mine"):
            rows = rows.filter(desk.of_owner(self.reach, self.rule, self.person))
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        records = list(found["page_obj"])
        tasks = desk.tasks_for(self.council, self.rule, [record.pk for record in records])
        rows = [self._row(record, tasks) for record in records]
        return {
            **found,
            "rule": self.rule,
            "rows": rows,
            "is_mine": bool(self.request.GET.get("mine")),
            **self._effects(found["may_measure"]),
        }

    def _row(self, record: Any, tasks: dict[int, Any]) -> dict[str, Any]:
        since = desk.day_of(getattr(record, self.rule.since))
        return {
            "record": record,
            "url": reverse(PAGES[self.rule.subject], args=[record.pk]),
            "adult": adult_of(record),
            "since": since,
            "days": max(0, (self.reach.until - since).days) if since else None,
            "task": tasks.get(record.pk),
        }

    def _effects(self, may_measure: bool) -> dict[str, Any]:
        if not may_measure:
            return {}
        if self.rule.code == "no-decision":
            return {"decisions": desk.decisions_in_time(self.reach)}
        if self.rule.effects:
            return {"effects": desk.what_if(self.reach, [self.rule])[self.rule.code]}
        return {}


class QualityGive(QualityPage, ServiceFormView):
    """Give the records chosen on a rule's page, which the address holds, to somebody."""

    permission = Permission.CASE_DECIDE
    form_class = GiveForm
    template_name = "safeguard/quality_give.html"
    done_message = "The records are given out"

    @property
    def chosen(self) -> list[int]:
        asked = self.request.GET.getlist("record")
        return [int(key) for key in asked if key.isdecimal() and len(key) < 19]

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.CASE_VIEW, self.council)
        return {**super().get_form_kwargs(), "people": people}

    def call_service(self, **data: Any) -> None:
        give_records(
            by=self.person, council=self.council, rule=self.rule, records=self.chosen, **data
        )

    def get_success_url(self) -> str:
        page = reverse("safeguard:quality-rule", args=[self.rule.code])
        return f"{page}?year={self.reach.year.label}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {
            "rule": self.rule,
            "back_url": self.get_success_url(),
            "how_many": len(self.chosen),
        }
        return super().get_context_data(**kwargs, **about)


def adult_of(record: Any) -> str:
    """Return the name of the adult that a record is about, else their reference."""
    concern = getattr(record, "concern", record)
    adult = getattr(concern, "adult", record)
    return str(getattr(adult, "identity", None) or adult.reference)
