"""Mappings of a council's own extract: keep them, and build one from what did not match."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import ListView

from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormMixin, ServiceFormView
from safeguard.extract.mapping import EMPTY, read_mapping, write_mapping
from safeguard.extract.mapping_help import Question, answered, likely_dates, questions_of
from safeguard.extract.run_folder import RunFolder
from safeguard.forms_imports import MappingForm, MappingHelpForm
from safeguard.models import ExtractMapping
from safeguard.services.extract_mappings import save_mapping
from safeguard.services.import_uploads import load_again
from safeguard.views.imports import RunPage, page_of


class MappingList(RequiresPermission, ListView[ExtractMapping]):
    permission = Permission.EXTRACT_IMPORT
    template_name = "safeguard/mapping_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[ExtractMapping]:
        mappings = ExtractMapping.objects.visible_to(self.person).filter(council=self.council)
        return mappings.select_related("created_by")


class MappingNew(ServiceFormView):
    permission = Permission.EXTRACT_IMPORT
    form_class = MappingForm
    template_name = "safeguard/mapping_form.html"
    done_message = "The mapping is saved"
    success_url = reverse_lazy("safeguard:mapping-list")

    def get_initial(self) -> dict[str, Any]:
        return {"text": write_mapping(EMPTY)}

    def call_service(self, **data: Any) -> None:
        save_mapping(by=self.person, council=self.council, **data)


class MappingEdit(MappingNew):
    @cached_property
    def mapping(self) -> ExtractMapping:
        mappings = ExtractMapping.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(mappings, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.mapping.name, "text": self.mapping.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, mapping=self.mapping)

    def call_service(self, **data: Any) -> None:
        save_mapping(by=self.person, council=self.council, mapping=self.mapping, **data)


class MappingHelp(RunPage, ServiceFormMixin):
    """Ask what each value and column that did not match means, save the answers, check again."""

    permission = Permission.EXTRACT_IMPORT
    form_class = MappingHelpForm
    template_name = "safeguard/mapping_help.html"
    done_message = "The mapping is saved, and the files are checked again with it"

    @cached_property
    def unmatched(self) -> dict[str, Any]:
        return RunFolder.of(self.run.public_id).unmatched()

    @cached_property
    def questions(self) -> list[Question]:
        return questions_of(self.unmatched)

    @property
    def base(self) -> str:
        """The text of the mapping that the run used."""
        return self.run.mapping.text if self.run.mapping else ""

    def get_initial(self) -> dict[str, Any]:
        dates = likely_dates(self.unmatched, read_mapping(self.base))
        name = f"{self.run.mapping.name} (more)" if self.run.mapping else "Our extract"
        return {"dates": dates, "name": name}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "questions": map(in_words, self.questions)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        has_upload = RunFolder.of(self.run.public_id).has_upload
        return super().get_context_data(
            **kwargs, run=self.run, questions=self.questions, has_upload=has_upload
        )

    def form_valid(self, form: Any) -> Any:
        self.answers = dict(zip(self.questions, form.answers(), strict=True))
        return super().form_valid(form)

    def call_service(self, **data: Any) -> None:
        text = answered(self.base, data["dates"], self.answers)
        mapping = save_mapping(by=self.person, council=self.council, name=data["name"], text=text)
        if RunFolder.of(self.run.public_id).has_upload:
            self.run = load_again(
                by=self.person, run=self.run, dry_run=True, accept_valid=False, mapping=mapping
            )

    def get_success_url(self) -> str:
        return page_of(self.run)


def in_words(question: Question) -> dict[str, Any]:
    """Return a question as its form shows it."""
    if question.is_column:
        label = f"{question.file}: which of your columns is {question.column}?"
        return {
            "label": label,
            "hint": "",
            "options": question.options,
            "likely": question.likely,
        }
    times = "once" if question.count == 1 else f"{question.count:,} times"
    return {
        "label": f"{question.file}, {question.column}: what is “{question.said}”?",
        "hint": f"Found {times}",
        "options": question.options,
        "likely": question.likely,
    }
