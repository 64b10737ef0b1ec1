"""Indicators: the list, one over time, and their forms."""

import io
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from assurance.forms_indicators import IndicatorForm, ValueForm, ValuesFileForm
from assurance.indicators_shown import chart_of, in_unit, indicators_shown
from assurance.models import Indicator
from assurance.rules.indicators import Numbers, parse_period
from assurance.services import indicators as services
from assurance.services.indicator_files import COLUMNS, Outcome, load_values
from assurance.views.plan_bases import PlanForm, PlanPage, PlanView, statements_in_force
from core.errors import InputError, RuleViolationError
from core.permissions import Permission


class OfIndicators(PlanView):
    permission = Permission.IMPROVEMENT_VIEW

    def rows(self) -> QuerySet[Any]:
        return Indicator.objects.visible_to(self.person).filter(council=self.council)


class IndicatorList(OfIndicators, PlanPage):
    template_name = "assurance/indicator_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows().select_related("statement").prefetch_related("values")
        shown = indicators_shown(rows)
        return {
            **super().get_context_data(**kwargs),
            "rows": [item for item in shown if not item.row.is_retired],
            "retired": [item.row for item in shown if item.row.is_retired],
        }


class IndicatorDetail(OfIndicators, PlanPage):
    template_name = "assurance/indicator_detail.html"

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("statement")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = list(self.row.values.select_related("entered_by"))
        unit = self.row.unit
        shown = [
            (row, *(in_unit(each, unit) for each in (row.value, row.england, row.comparator)))
            for row in values
        ]
        return {
            **super().get_context_data(**kwargs),
            "row": self.row,
            "values": [line for line in shown if line[0].replaced_at is None],
            "replaced": [line for line in shown if line[0].replaced_at is not None],
            "chart": chart_of(self.row, values),
        }


class IndicatorFormPage(OfIndicators, PlanForm):
    permission = Permission.INDICATOR_MANAGE
    form_class: type[Form] = IndicatorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        given = super().get_form_kwargs()
        if issubclass(self.form_class, IndicatorForm):
            given["statements"] = statements_in_force()
        return given

    def back_url(self) -> str:
        return reverse("assurance:indicator-detail", args=[self.row.pk])

    def back_label(self) -> str:
        return str(self.row.code)


class IndicatorAdd(IndicatorFormPage):
    title = "Add an indicator"
    done_message = "The indicator is added. Enter next what it came to."
    made: Indicator | None = None

    def back_url(self) -> str:
        return reverse("assurance:indicator-list")

    def back_label(self) -> str:
        return "Indicators"

    def get_success_url(self) -> str:
        return reverse("assurance:indicator-detail", args=[self.made.pk]) if self.made else ""

    def call_service(self, **data: Any) -> None:
        self.made = services.add_indicator(by=self.person, council=self.council, about=data)


class IndicatorChange(IndicatorFormPage):
    title = "Change the indicator"
    done_message = "The indicator is changed"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.row, name) for name in services.FIELDS}

    def call_service(self, **data: Any) -> None:
        services.change_indicator(by=self.person, indicator=self.row, about=data)


class ValueEnter(IndicatorFormPage):
    form_class = ValueForm
    title = "Enter figures of a period"
    done_message = "The figures are kept"

    def get_caption(self) -> str:
        return str(self.row.title)

    def call_service(self, **data: Any) -> None:
        why = data.pop("why")
        try:
            period = parse_period(data.pop("period"))
        except ValueError as error:
            words = str(error)
            raise RuleViolationError("period", words, field="period") from error
        services.enter_value(
            by=self.person, indicator=self.row, period=period, numbers=Numbers(**data), why=why
        )


class IndicatorLoad(IndicatorFormPage):
    """Check a CSV file of figures, or load it: all of it or nothing."""

    form_class = ValuesFileForm
    template_name = "assurance/indicator_load.html"
    title = "Load figures from a file"
    keeps_draft = False
    outcome: Outcome | None = None

    def back_url(self) -> str:
        return reverse("assurance:indicator-list")

    def back_label(self) -> str:
        return "Indicators"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "outcome": self.outcome, "columns": COLUMNS}

    def form_valid(self, form: Form) -> HttpResponse:
        file: UploadedFile[Any] = form.cleaned_data["file"]
        content, is_check = file.read(), form.cleaned_data["check_only"]
        try:
            outcome = load_values(
                by=self.person,
                council=self.council,
                open_bytes=lambda: io.BytesIO(content),
                filename=file.name or "file.csv",
                why=form.cleaned_data["why"],
                dry_run=is_check,
            )
        except InputError as error:
            for line in str(error).splitlines():
                form.add_error("file", line)
            return self.form_invalid(form)
        if is_check:
            self.outcome = outcome
            return self.render_to_response(self.get_context_data(form=form))
        restated = len(outcome.restated)
        said = f"{outcome.new} new, {restated} restated, {outcome.same} as they were held already."
        messages.success(self.request, said)
        return HttpResponse(status=302, headers={"Location": self.back_url()})
