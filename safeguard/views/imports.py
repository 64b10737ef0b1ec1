"""Imports of case extracts: start one, follow it, read its faults, load it, undo it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import ListView, TemplateView, View

from core import access
from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormMixin, ServiceFormView
from safeguard.extract.errors import ExtractError
from safeguard.extract.report import report_parts
from safeguard.extract.returned import returned_file
from safeguard.extract.run_summary import FaultLines, RunSummary, faults_as_csv
from safeguard.forms_imports import LoadAgainForm, UploadForm
from safeguard.models import ImportRun
from safeguard.services.import_undo import can_be_undone, undo_import
from safeguard.services.import_uploads import load_again, start_import
from safeguard.services.imports import is_stopped

FAULTS_A_PAGE = 100


class ImportList(RequiresPermission, ListView[ImportRun]):
    permission = Permission.EXTRACT_VIEW
    template_name = "safeguard/import_list.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ImportRun]:
        runs = ImportRun.objects.visible_to(self.person).filter(council=self.council)
        return runs.select_related("started_by").order_by("-started_at", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        can_import = access.has(self.person, Permission.EXTRACT_IMPORT, council=self.council)
        rows = [RunSummary(run, is_stopped=is_stopped(run)) for run in found["page_obj"]]
        return {**found, "rows": rows, "can_import": can_import}


class ImportNew(ServiceFormView):
    permission = Permission.EXTRACT_IMPORT
    form_class = UploadForm
    template_name = "safeguard/import_new.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "council": self.council}

    def call_service(self, **data: Any) -> None:
        self.run = start_import(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return page_of(self.run)


class RunPage(RequiresPermission):
    """One run, among those of the councils in which the reader holds `permission`."""

    permission = Permission.EXTRACT_VIEW
    run: ImportRun

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = access.current_user(request)
        councils = access.councils_where(self.person, self.permission)
        if not councils.exists():
            raise PermissionDenied
        runs = ImportRun.objects.visible_to(self.person).filter(council__in=councils)
        related = runs.select_related("council", "mapping", "started_by", "undone_by")
        self.run = get_object_or_404(related, public_id=kwargs["public_id"])
        self.council = self.run.council
        request.council = self.council  # type: ignore[attr-defined]
        return View.dispatch(self, request, *args, **kwargs)

    def summary(self) -> RunSummary:
        return RunSummary(self.run, is_stopped=is_stopped(self.run))


class ImportDetail(RunPage, TemplateView):
    template_name = "safeguard/import_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages: Paginator[dict[str, Any]] = Paginator(FaultLines(self.run), FAULTS_A_PAGE)
        can_import = access.has(self.person, Permission.EXTRACT_IMPORT, council=self.council)
        form = LoadAgainForm(council=self.council, initial={"mapping": self.run.mapping})
        return super().get_context_data(
            **kwargs,
            run=self.run,
            summary=self.summary(),
            page_obj=pages.get_page(self.request.GET.get("page")),
            can_import=can_import,
            can_undo=can_import and can_be_undone(self.run),
            form=form,
        )


class ImportProgress(RunPage):
    """The part of a run's page that is fetched again and again until the run has ended."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        summary = self.summary()
        response = render(
            request, "safeguard/import_progress.html", {"run": self.run, "summary": summary}
        )
        if not summary.is_under_way:
            response.headers["HX-Refresh"] = "true"
        return response


class ImportFaults(RunPage):
    """Every fault, as JSON with what became of the run, or as CSV."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        is_csv = request.GET.get("format") == "csv"
        parts = faults_as_csv(self.run) if is_csv else report_parts(self.run)
        kind, ending = (
            ("text/csv; charset=utf-8", "csv") if is_csv else ("application/json", "json")
        )
        response = StreamingHttpResponse(parts, content_type=kind)
        name = f"faults-{self.run.started_at:%Y-%m-%d}.{ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class ImportReturned(RunPage):
    """The uploaded files with a column that says what is wrong with each row."""

    permission = Permission.EXTRACT_IMPORT

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        try:
            path = returned_file(self.run)
        except ExtractError:
            return render(request, "safeguard/import_gone.html", {"run": self.run}, status=410)
        name = f"extract-with-errors-{self.run.started_at:%Y-%m-%d}{path.suffix}"
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)


class ImportLoad(RunPage, ServiceFormMixin):
    """Check again, or load, the files of an earlier run."""

    permission = Permission.EXTRACT_IMPORT
    form_class = LoadAgainForm
    template_name = "safeguard/import_gone.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "council": self.council}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, run=self.run)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(page_of(self.run))

    def call_service(self, **data: Any) -> None:
        self.run = load_again(by=self.person, run=self.run, **data)

    def get_success_url(self) -> str:
        return page_of(self.run)


class ImportUndo(RunPage, ServiceFormMixin):
    permission = Permission.EXTRACT_IMPORT
    form_class = Form
    template_name = "safeguard/import_undo.html"
    done_message = "The import is undone"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, run=self.run, summary=self.summary())

    def call_service(self, **data: Any) -> None:
        undo_import(by=self.person, run=self.run)

    def get_success_url(self) -> str:
        return page_of(self.run)


def page_of(run: ImportRun) -> str:
    return reverse("safeguard:import-detail", args=[run.public_id])
