"""The board's dataset: what is asked, what came for a quarter, entering it, files in and out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from core.disclosure import Mode
from core.errors import InputError, RuleViolationError
from core.periods import Period
from core.views import add_model_errors
from sab.choices_board import Principle
from sab.dataset_file import read_dataset
from sab.dataset_shown import cell_shown
from sab.forms_dataset import (
    ExportForm,
    ImportForm,
    IndicatorForm,
    IndicatorRetireForm,
    ValuesForm,
)
from sab.metrics.dataset import completeness, dataset_of
from sab.models import DatasetIndicator, DatasetValue, Partner
from sab.rules.dataset import Given, quarters_to
from sab.services import dataset as services
from sab.services.dataset_files import export_dataset
from sab.views.bases import BoardFormPage, BoardPage, FormPage, VersionedBoardForm


def chosen_quarter(wanted: str) -> tuple[Period, list[Period]]:
    """Return the quarter that is asked for, else the newest that is over, and all offered."""
    offered = quarters_to(timezone.localdate())
    return next((one for one in offered if one.label == wanted), offered[0]), offered


class DatasetPage(BoardPage):
    """One quarter by the six principles: numbers, how much of a whole they are, who is missing."""

    template_name = "sab/dataset.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        period, offered = chosen_quarter(self.request.GET.get("quarter", ""))
        rows = dataset_of(self.board, [period])
        groups: dict[str, list[Any]] = {principle: [] for principle in Principle}
        for row in rows:
            cell = row.cells[0]
            groups[row.indicator.principle].append((row.indicator, cell, cell_shown(cell)))
        partners = Partner.objects.filter(board=self.board).current()
        return {
            **super().get_context_data(**kwargs),
            "period": period,
            "offered": offered,
            "groups": [(Principle(key), found) for key, found in groups.items() if found],
            "complete": completeness(rows),
            "partners": partners.filter(indicators__is_retired=False).distinct(),
        }


class IndicatorList(BoardPage):
    """What is asked of whom, retired indicators too."""

    template_name = "sab/indicator_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = DatasetIndicator.objects.visible_to(self.person).filter(board=self.board)
        chosen = rows.prefetch_related("partners").order_by("is_retired", "pk")
        return {**super().get_context_data(**kwargs), "rows": chosen}


class OfDataset(BoardFormPage):
    def back_url(self) -> str:
        return reverse("sab:dataset")

    def back_label(self) -> str:
        return "Dataset"


class IndicatorsLoad(OfDataset):
    form_class = Form
    title = "Start with the provisional indicators"
    explanation = (
        "They are ours, not an official list: change them, switch them off, add your own. "
    )
    explanation += "Each is asked of the partners whose kind of agency would hold the number."
    button = "Add them"
    done_message = "The indicators are added"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        services.load_indicators(by=self.person, board=self.board)

    def back_url(self) -> str:
        return reverse("sab:indicator-list")

    def back_label(self) -> str:
        return "Indicators"


class IndicatorAdd(OfDataset):
    form_class = IndicatorForm
    title = "Add an indicator"
    explanation = "An indicator prompts a question. It is no target."
    done_message = "The indicator is added"

    def back_url(self) -> str:
        return reverse("sab:indicator-list")

    def back_label(self) -> str:
        return "Indicators"

    def call_service(self, **data: Any) -> None:
        services.add_indicator(by=self.person, board=self.board, **data)


class IndicatorChange(VersionedBoardForm):
    form_class = IndicatorRetireForm
    title = "Change what is asked"
    done_message = "The indicator is changed"

    def rows(self) -> QuerySet[DatasetIndicator]:
        rows = DatasetIndicator.objects.visible_to(self.person).filter(board=self.board)
        return rows.select_related("board")

    def get_initial(self) -> dict[str, Any]:
        names = [name for name in IndicatorRetireForm.base_fields if name != "partners"]
        held = {name: getattr(self.row, name) for name in names}
        return {**held, "partners": self.row.partners.all()}

    def back_url(self) -> str:
        return reverse("sab:indicator-list")

    def back_label(self) -> str:
        return "Indicators"

    def call_service(self, **data: Any) -> None:
        key = self.row.measure_key
        services.change_indicator(by=self.person, indicator=self.row, measure_key=key, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.row.code}


class EntersValues(FormPage):
    """Ask one agency's numbers of one quarter; `?quarter=` names it."""

    person: Any
    partner: Partner
    form_class = ValuesForm
    explanation = "Leave nothing out by writing 0: say that it is not supplied, and why."
    done_message = "The numbers are kept"

    @cached_property
    def period(self) -> Period:
        wanted = self.request.GET.get("quarter", "")
        period, offered = chosen_quarter(wanted)
        if wanted and wanted not in [one.label for one in offered]:
            raise Http404(f"no quarter {wanted}")
        return period

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Numbers for {self.period.label}"

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = self.partner.indicators.filter(is_retired=False).order_by("pk")
        values = DatasetValue.objects.filter(
            partner=self.partner, start=self.period.start, end=self.period.end
        )
        held = {row.indicator_id: row for row in values}
        return {**super().get_form_kwargs(), "indicators": asked, "held": held}

    def form_valid(self, form: Form) -> HttpResponse:
        """Hand the service values by indicator, and each fault to the field it is about."""
        assert isinstance(form, ValuesForm)  # noqa: S101 - `form_class` is that
        given = {key: Given(*told) for key, told in form.typed().items()}
        form.cleaned_data = {"given": given}
        return super().form_valid(form)

    def call_service(self, **data: Any) -> None:
        services.give_values(by=self.person, partner=self.partner, period=self.period, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "caption": self.partner.name}


class ValuesEnter(EntersValues, BoardFormPage):
    """The board's manager enters what an agency sent."""

    form_class = ValuesForm

    def rows(self) -> QuerySet[Partner]:
        return Partner.objects.visible_to(self.person).filter(board=self.board)

    @cached_property
    def partner(self) -> Partner:  # type: ignore[override]
        found: Partner = self.row
        return found

    def back_url(self) -> str:
        return reverse("sab:dataset") + f"?quarter={self.period.label}"

    def back_label(self) -> str:
        return "Dataset"


class DatasetImport(OfDataset):
    form_class = ImportForm
    template_name = "sab/dataset_import.html"
    title = "Load numbers from a file"
    button = "Load the file"
    done_message = "The numbers of the file are kept"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        file = data["file"]
        try:
            found = read_dataset(file.read(), file.name, self.board)
        except InputError as error:
            raise RuleViolationError("not_a_dataset", str(error), field="file") from error
        if found.faults:
            raise ValidationError({"file": ["Nothing was loaded.", *found.faults]})
        services.import_values(by=self.person, board=self.board, values=found.values)


class DatasetExport(OfDataset):
    form_class = ExportForm
    title = "Download numbers as a file"
    explanation = "The file is entered in the ledger of what leaves the building."
    button = "Download CSV"
    keeps_draft = False

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "periods": quarters_to(timezone.localdate())}

    def get_initial(self) -> dict[str, Any]:
        return {"mode": Mode.PUBLICATION}

    def form_valid(self, form: Form) -> HttpResponse:
        period, _ = chosen_quarter(form.cleaned_data["quarter"])
        try:
            made = export_dataset(
                by=self.person,
                board=self.board,
                council=self.council,
                periods=[period],
                mode=Mode(form.cleaned_data["mode"]),
                reason=form.cleaned_data["reason"],
            )
        except RuleViolationError as error:
            return self.refused(form, error)
        except ValidationError as error:
            add_model_errors(form, error)
            return self.form_invalid(form)
        response = HttpResponse(made.content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        return response
