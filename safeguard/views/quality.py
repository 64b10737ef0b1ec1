"""The data-quality desk: every rule, the records that fail one, and who is to put them right."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, ListView, TemplateView

from core import access
from core.errors import RuleViolationError
from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView
from safeguard.forms_quality import GiveForm, ListFileForm
from safeguard.quality import desk
from safeguard.quality.counted import Counted, counted, counted_rule
from safeguard.quality.rule import Reach, Rule, Subject
from safeguard.services.quality import AT_ONCE, give_records
from safeguard.services.quality_asking import ask_for_count
from safeguard.services.quality_lists import export_list

PERMISSIONS_SHOWN = {
    "may_give": Permission.CASE_DECIDE,
    "may_measure": Permission.MEASURE_VIEW,
    "may_export": Permission.CASE_EXPORT,
}
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
        return desk.reach_of(
            self.council, self.request.GET.get("year") or self.request.POST.get("year")
        )

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
    """What every rule found when it was last counted. A count that is out of date is asked for."""

    template_name = "safeguard/quality_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last = counted(self.reach)
        if last.is_stale:
            ask_for_count(by=self.person, council=self.council, year=self.reach.year)
        found = {each.rule.code: each for each in last.found}
        may_measure = self.offers(Permission.MEASURE_VIEW)
        groups = []
        for subject in Subject:
            rows = [(rule, found.get(rule.code)) for rule in desk.RULES if rule.subject is subject]
            bears = any(each and (each.effects or each.decisions) for _, each in rows)
            groups.append((subject, rows, may_measure and bears))
        awaited = last.is_stale or last.is_awaited(timezone.now())
        return super().get_context_data(**kwargs, groups=groups, last=last, is_awaited=awaited)


class QualityCountAgain(QualityPage):
    """Have the year counted again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        label = self.reach.year.label
        ask_for_count(by=self.person, council=self.council, year=self.reach.year)
        messages.success(request, f"The records of {label} are being counted again")
        return HttpResponseRedirect(f"{reverse('safeguard:quality-desk')}?year={label}")


class QualityRule(QualityPage, ListView[Any]):
    """Every record that fails one rule, oldest first."""

    template_name = "safeguard/quality_rule.html"
    paginator_class = CappedPaginator
    paginate_by = AT_ONCE

    @cached_property
    def last(self) -> Counted:
        return counted_rule(self.reach, self.rule)

    def get_paginator(self, *args: Any, **kwargs: Any) -> CappedPaginator:
        """Return pages whose number is the stored count, where nothing was recorded since.

        What nothing has changed since need not be counted again, which for some rules means going
        through every adult of a year.
        """
        pages = CappedPaginator(*args, **kwargs)
        if self.last.found and not self.last.is_stale and not self.request.GET.get("mine"):
            pages.take_count(self.last.found[0].count)
        return pages

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
        """Return what putting these right could do, as it was last counted."""
        if not may_measure:
            return {}
        if not self.last.found:
            return {}
        (found,) = self.last.found
        return {
            "effects": found.effects,
            "decisions": found.decisions,
            "counted_at": self.last.at,
        }


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


class QualityList(QualityPage, FormView[ListFileForm]):
    """Ask what the file is for, then hand over the records of one rule."""

    permission = Permission.CASE_EXPORT
    form_class = ListFileForm
    template_name = "safeguard/quality_list.html"

    def form_valid(self, form: ListFileForm) -> HttpResponse:
        try:
            made = export_list(
                by=self.person,
                council=self.council,
                rule=self.rule,
                year=self.reach.year,
                reason=form.cleaned_data["reason"],
            )
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = reverse("safeguard:quality-rule", args=[self.rule.code])
        about = {"rule": self.rule, "back_url": f"{page}?year={self.reach.year.label}"}
        return super().get_context_data(**kwargs, **about)


def adult_of(record: Any) -> str:
    """Return the name of the adult that a record is about, else their reference."""
    concern = getattr(record, "concern", record)
    adult = getattr(concern, "adult", record)
    return str(getattr(adult, "identity", None) or adult.reference)
