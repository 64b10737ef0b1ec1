"""What is kept of a return, and what leaves: freezes, the sign-off sheet, files."""

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import FormView, TemplateView

from assurance.forms_returns import AS_IT_IS, DownloadForm, FreezeForm, SignOffForm
from assurance.sac.cells import build_return, hash_of
from assurance.sac.differences import differences, thaw
from assurance.sac.held import freezes_of
from assurance.sac.layout import has_figures
from assurance.sac.page import shown_table, table_links
from assurance.services.sac_files import FileFormat, ReturnFile, export_return
from assurance.services.sac_returns import freeze_return, save_sign_off
from assurance.views.returns import ReturnPage
from core.disclosure import Mode
from core.errors import RuleViolationError
from core.permissions import Permission
from core.views import ServiceFormMixin


class ReturnForm(ReturnPage, ServiceFormMixin):
    """A form about one year's return; afterwards, its page."""

    permission = Permission.RETURN_FREEZE

    def get_success_url(self) -> str:
        return reverse("assurance:return-detail", args=[self.year])


class ReturnFreeze(ReturnForm):
    form_class = FreezeForm
    template_name = "assurance/return_freeze.html"
    done_message = "The return is frozen."

    def call_service(self, **data: Any) -> None:
        freeze_return(by=self.person, council=self.council, year=self.year, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        severities = [found.severity for found in self.findings]
        shown = {
            "errors": severities.count("error"),
            "warnings": severities.count("warning"),
            "cut": self.scope.cut,
            "period": self.built.period,
            "has_figures": has_figures(self.built),
        }
        return {**super().get_context_data(**kwargs), **shown}


class ReturnSignOff(ReturnForm):
    form_class = SignOffForm
    template_name = "assurance/return_sign_off.html"
    done_message = "Sign-off sheet saved."

    def get_initial(self) -> dict[str, Any]:
        fields = list(SignOffForm.base_fields)
        return model_to_dict(self.sheet, fields) if self.sheet else {}

    def call_service(self, **data: Any) -> None:
        save_sign_off(by=self.person, council=self.council, year=self.year, **data)


class ReturnDownload(ReturnPage, FormView[DownloadForm]):
    """Ask what the file is for, then hand it over."""

    form_class = DownloadForm
    template_name = "assurance/return_download.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        held = freezes_of(self.council).filter(year=self.year)
        self.frozen = {str(row.public_id): row for row in held}
        return {**super().get_form_kwargs(), "frozen": list(self.frozen.values())}

    def form_valid(self, form: DownloadForm) -> HttpResponse:
        try:
            made = self._make(**form.cleaned_data)
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type=made.content_type)
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response

    def _make(self, *, version: str, file_format: str, mode: str, reason: str) -> ReturnFile:
        return export_return(
            by=self.person,
            council=self.council,
            year=self.year,
            file_format=FileFormat(file_format),
            mode=Mode(mode),
            reason=reason,
            frozen=None if version == AS_IT_IS else self.frozen[version],
        )


class FrozenReturnDetail(ReturnPage, TemplateView):
    """A return as it was frozen, and what has changed since."""

    template_name = "assurance/return_frozen_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frozen = get_object_or_404(freezes_of(self.council), public_id=self.kwargs["public_id"])
        then = thaw(frozen.year, frozen.cells)
        now = build_return(self.scope, frozen.year)
        table = self.chosen_table(then.specification.counted)
        changes = differences(frozen.cells, [cell.as_json() for cell in now.cells])
        shown = {
            "frozen": frozen,
            "year": frozen.year,
            "intact": hash_of(frozen.cells) == frozen.sha256,
            "changes": changes,
            "tables": table_links(then, (), table.id),
            "shown": shown_table(then, table, (), linked=False),
        }
        return {**super().get_context_data(**kwargs), **shown}
