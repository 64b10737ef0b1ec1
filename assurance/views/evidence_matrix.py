"""What the evidence covers: the matrix, one statement with its required lines, the file of it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from assurance.evidence.frameworks import framework_now
from assurance.forms_evidence_change import MatrixFileForm
from assurance.metrics.evidence import Coverage, coverage
from assurance.models import EvidenceItem, Framework, QualityStatement
from assurance.services.evidence_matrix_files import export_matrix
from core import access
from core.errors import RuleViolationError
from core.permissions import Permission
from core.views import RequiresPermission


class CoverPage(RequiresPermission):
    permission = Permission.EVIDENCE_VIEW

    @cached_property
    def framework(self) -> Framework | None:
        return framework_now(timezone.localdate())

    def covered(self, statement: QualityStatement | None = None) -> Coverage | None:
        """Return what the council's evidence covers; None where no framework is in force."""
        if self.framework is None:
            return None
        items = EvidenceItem.objects.visible_to(self.person).filter(council=self.council)
        return coverage(items, self.framework, on=timezone.localdate(), statement=statement)

    @property
    def may_manage(self) -> bool:
        return access.is_offered(self.request, Permission.EVIDENCE_MANAGE, council=self.council)


class EvidenceMatrix(CoverPage, TemplateView):
    """Statements by categories; those with most gaps first, unless their own order is asked for."""

    template_name = "assurance/evidence_matrix.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.covered()
        in_order = self.request.GET.get("order") == "framework"
        covers = (found.statements if in_order else found.gaps_first) if found else ()
        themes = sorted({c.statement.theme for c in covers}, key=lambda theme: theme.number)
        theme = next((t for t in themes if t.code == self.request.GET.get("theme")), None)
        shown = [c for c in covers if theme is None or c.statement.theme_id == theme.pk]
        return super().get_context_data(
            **kwargs,
            cover=found,
            covers=shown,
            in_order=in_order,
            themes=themes,
            theme=theme,
            gaps=sum(len(each.gaps) for each in shown),
            lines_open=sum(len(each.must_have) for each in shown),
            lines_if_available=sum(len(each.open_lines) - len(each.must_have) for each in shown),
        )


class EvidenceStatement(CoverPage, TemplateView):
    """One statement: each required line ticked or open, and what there is in each category."""

    template_name = "assurance/evidence_statement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.framework is None:
            raise Http404("no framework is in force")
        rows = self.framework.statements.select_related("theme")
        statement = get_object_or_404(rows, code=kwargs["statement"])
        found = self.covered(statement)
        cover = found.statements[0] if found else None
        return super().get_context_data(
            **kwargs,
            quality=statement,
            framework=self.framework,
            cover=cover,
            groups=self._groups(cover),
            may_manage=self.may_manage,
        )

    def _groups(self, cover: Any) -> list[dict[str, Any]]:
        """Return each category with its cell and its required lines."""
        return [
            {
                "cell": cell,
                "lines": [
                    line for line in cover.lines if line.entry.category_id == cell.category.pk
                ],
            }
            for cell in cover.cells
        ]


class EvidenceMatrixFile(CoverPage, FormView[MatrixFileForm]):
    """Ask what the file is for, and hand it over."""

    form_class = MatrixFileForm
    template_name = "assurance/evidence_matrix_file.html"

    def form_valid(self, form: MatrixFileForm) -> HttpResponse:
        if self.framework is None:
            form.add_error(None, "No framework is in force, so there is no matrix")
            return self.form_invalid(form)
        try:
            made = export_matrix(
                by=self.person,
                council=self.council,
                framework=self.framework,
                reason=form.cleaned_data["reason"],
            )
        except RuleViolationError as error:
            form.add_error("reason", str(error))
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response
