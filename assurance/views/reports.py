"""Reports on the screen: those made, the form for a new one, the report as a page, its file."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import FormView, ListView, TemplateView

from assurance.asking import cases_form, cases_of
from assurance.charts import figure
from assurance.charts.panels import marks_of
from assurance.forms_reports import ReportDownloadForm, ReportForm
from assurance.models import ReportRun
from assurance.reports.blocks import Chart, Document, PageBreak, Table
from assurance.reports.render_html import blocks_for_page
from assurance.scopes import open_scope
from assurance.services.reports import export_theme3_report, read_theme3_report
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.permissions import Permission
from core.views import RequiresPermission, add_model_errors
from safeguard.metrics.scope import CaseScope

COLUMNS = (
    {"label": "Made"},
    {"label": "Period"},
    {"label": "Cases"},
    {"label": "Counts"},
    {"label": "Prepared for"},
    {"label": "Made by"},
    {"label": "Figures now"},
)


class ReportPage(RequiresPermission):
    permission = Permission.REPORT_MAKE

    @cached_property
    def scope(self) -> CaseScope:
        return open_scope(by=self.person, council=self.council)


class ReportList(ReportPage, ListView[ReportRun]):
    template_name = "assurance/report_list.html"
    paginate_by = 25
    ordering = ("-made_at", "-pk")

    def get_queryset(self) -> Any:
        visible = ReportRun.objects.visible_to(self.person).filter(council=self.council)
        return visible.select_related("made_by").order_by(*self.ordering)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "columns": COLUMNS}


class ReportNew(ReportPage, FormView[ReportDownloadForm]):
    form_class = ReportDownloadForm
    template_name = "assurance/report_form.html"
    http_method_names = ["get", "head", "options"]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cut": self.scope.cut}

    @cached_property
    def cases_form(self) -> Form:
        """Which cases: as they were typed, or as the link that led here has them."""
        typed = self.request.POST if self.request.method == "POST" else self.request.GET
        return cases_form(typed, council=self.council)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, "cut": self.scope.cut, "cases_form": self.cases_form}


class ReportDownload(ReportNew):
    """Hand over the file, or say what is wrong with what was asked for."""

    http_method_names = ["post", "options"]

    def form_valid(self, form: ReportDownloadForm) -> HttpResponse:
        wanted = {**form.cleaned_data}
        del wanted["period"]
        cases = cases_of(self.cases_form)
        if cases.wrong:
            form.add_error(None, next(iter(cases.wrong.values()))[0])
            return self.form_invalid(form)
        wanted |= {"only": cases.only, "only_words": cases.words}
        try:
            made = export_theme3_report(by=self.person, council=self.council, **wanted)
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        except ValidationError as error:
            add_model_errors(form, error)
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response


class ReportView(ReportPage, TemplateView):
    """The report as a page. Without a sound period, the form with what is wrong."""

    def get_template_names(self) -> list[str]:
        return ["assurance/report_view.html" if self.document else "assurance/report_form.html"]

    @cached_property
    def form(self) -> ReportForm:
        form = ReportForm(self.request.GET, cut=self.scope.cut)
        form.is_valid()
        return form

    @cached_property
    def cases_form(self) -> Form:
        return cases_form(self.request.GET, council=self.council)

    @cached_property
    def document(self) -> Document | None:
        if self.form.errors:
            return None
        wanted = {key: self.form.cleaned_data[key] for key in ("start", "end", "mode")}
        cases = cases_of(self.cases_form)
        if cases.wrong:
            self.form.add_error(None, next(iter(cases.wrong.values()))[0])
            return None
        wanted |= {"only": cases.only, "only_words": cases.words}
        try:
            return read_theme3_report(by=self.person, council=self.council, **wanted).document
        except RuleViolationError as error:
            self.form.add_error(error.field, str(error))
            return None

    @property
    def file_query(self) -> str:
        """Return the query that asks for a file of the same cases."""
        return urlencode(cases_of(self.cases_form).only.given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = {**super().get_context_data(**kwargs), "cut": self.scope.cut}
        if self.document is None:
            return {**found, "form": self.form, "cases_form": self.cases_form, "viewing": True}
        return {
            **found,
            **page_of(self.document),
            "document": self.document,
            "file_query": self.file_query,
            "for_sharing": self.form.cleaned_data["mode"] is Mode.PUBLICATION,
            "breadcrumbs": [
                {"label": "Reports", "url": reverse("assurance:report-list")},
                {"label": self.document.period_label},
            ],
        }


def page_of(document: Document) -> dict[str, Any]:
    """Return the parts of the report, with each chart as `components/chart.html` needs it."""
    found = blocks_for_page(document)
    drawn = [block for block in document.blocks if not isinstance(block, PageBreak)]
    for part, block in zip(found["blocks"], drawn, strict=True):
        part["alone"] = [part]
        if isinstance(block, Chart):
            part["shown"] = _chart(block, part["table"]["number"])
    return found


def _chart(block: Chart, number: int) -> dict[str, Any]:
    table: Table = block.table
    columns = [
        {"label": label, "numeric": at in table.numeric} for at, label in enumerate(table.columns)
    ]
    return {
        "key": f"report-{number}",
        "title": block.chart.title,
        "reading": block.reading,
        "figure": figure(block.chart),
        "columns": columns,
        "rows": table.rows,
        "marks": marks_of(block.chart),
    }
