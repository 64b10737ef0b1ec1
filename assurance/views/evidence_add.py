"""Add evidence: a file, several files, a link, a note, or a figure as it is counted now."""

from copy import deepcopy
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.asking import Asked, asked_of, cases_asked, latest_whole_year
from assurance.filters import CASE_NAMES
from assurance.forms_evidence import (
    AddFigureForm,
    AddFileForm,
    AddFilesForm,
    AddLinkForm,
    AddNoteForm,
)
from assurance.models import EvidenceItem, FrameworkEntry
from assurance.models.framework import EntryKind
from assurance.packs.contents import measure_choices, measure_named, title_of
from assurance.services.evidence import add_file, add_link, add_note
from assurance.services.evidence_files import TITLE_LENGTH, Verdict, add_files
from assurance.services.evidence_links import Place
from assurance.services.evidence_pins import pin_figure
from assurance.views.evidence_bases import LIBRARY, Offers, url_of, words_in
from core.errors import RuleViolationError
from core.periods import Period
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView
from safeguard.data_reach import last_day_covered


class EvidenceAdd(RequiresPermission, TemplateView):
    """Which kind of evidence to add."""

    permission = Permission.EVIDENCE_MANAGE
    template_name = "assurance/evidence_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        return super().get_context_data(**kwargs, query=f"?{query}" if query else "")


class AddView(Offers, ServiceFormView):
    """A form that adds one item and links it to the place chosen.

    The address may name a statement, a category and a required line, which the form starts from.
    """

    permission = Permission.EVIDENCE_MANAGE
    template_name = "assurance/evidence_add_form.html"
    keeps_draft = True
    title = ""
    explanation = ""
    made: EvidenceItem

    @cached_property
    def line(self) -> FrameworkEntry | None:
        """The required line that the address names, in the framework in force."""
        code = self.request.GET.get("line")
        if not code or self.framework is None:
            return None
        rows = self.framework.entries.filter(kind=EntryKind.REQUIRED_EVIDENCE, code=code)
        return rows.select_related("statement", "category").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        offered = {**self.keeping_offered(), **self.places_offered()}
        return {**super().get_form_kwargs(), **offered}

    def get_initial(self) -> dict[str, Any]:
        given = {name: self.request.GET.get(name, "") for name in ("statement", "category")}
        if self.line is not None and self.line.statement and self.line.category:
            given = {"statement": self.line.statement.code, "category": self.line.category.code}
        return {"owner": str(self.person.pk), **given}

    def places_in(self, data: dict[str, Any]) -> list[Place]:
        offered = self.places_offered()
        statement = next(
            (each for each in offered["statements"] if each.code == data.get("statement")), None
        )
        category = next(
            (each for each in offered["categories"] if each.code == data.get("category")), None
        )
        if statement is None or category is None:
            return []
        line = self.line
        fits = line and (line.statement_id, line.category_id) == (statement.pk, category.pk)
        return [Place(statement, category, required_evidence=line if fits else None)]

    def kept_in(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what every kind of evidence is added with, in the terms of the services."""
        return {"keeping": self.keeping_in(data), "places": self.places_in(data)}

    def call_service(self, **data: Any) -> None:
        self.made = self.add(data)
        messages.success(
            self.request, "The evidence is added. It counts once somebody else approves it"
        )

    def add(self, data: dict[str, Any]) -> EvidenceItem:
        raise NotImplementedError(f"{type(self).__name__} adds nothing")

    def get_success_url(self) -> str:
        return url_of(self.made)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "explanation": self.explanation, "line": self.line}
        return {**words, **super().get_context_data(**kwargs)}


class AddFile(AddView):
    form_class = AddFileForm
    title = "Add a file"
    explanation = (
        "The file is known by what it holds, kept with its hash, and only ever downloaded, never "
        "opened on a page. Every download is recorded."
    )

    def add(self, data: dict[str, Any]) -> EvidenceItem:
        return add_file(
            by=self.person,
            council=self.council,
            file=data["file"],
            words=words_in(data),
            **self.kept_in(data),
        )


class AddLink(AddView):
    form_class = AddLinkForm
    title = "Add a link"

    def add(self, data: dict[str, Any]) -> EvidenceItem:
        return add_link(
            by=self.person,
            council=self.council,
            url=data["url"],
            expires_on=data["expires_on"],
            words=words_in(data),
            **self.kept_in(data),
        )


class AddNote(AddView):
    form_class = AddNoteForm
    title = "Add a note"

    def add(self, data: dict[str, Any]) -> EvidenceItem:
        return add_note(
            by=self.person,
            council=self.council,
            text=data["text"],
            words=words_in(data),
            **self.kept_in(data),
        )


class AddFigure(AddView):
    form_class = AddFigureForm
    title = "Pin a figure"
    explanation = (
        "The figure is kept as it is counted now, with what it was counted from: the period, the "
        "filters, the data and the version of the service, and how each case counts. It never "
        "changes by itself; counting it again says which cases changed."
    )

    @cached_property
    def asked(self) -> Asked:
        """The figure that the address names, as a page of measures links to it."""
        cut = last_day_covered(self.council)
        return asked_of(self.request.GET, council=self.council, cut=cut, default=latest_whole_year)

    def get_form_kwargs(self) -> dict[str, Any]:
        cases = {name: deepcopy(self.asked.form.fields[name]) for name in CASE_NAMES}
        return {**super().get_form_kwargs(), "measures": measure_choices(), "case_fields": cases}

    def get_initial(self) -> dict[str, Any]:
        given = {name: str(value) for name, value in self.asked.only.given.items()}
        measure = measure_named(self.request.GET.get("measure", ""))
        if measure is not None:
            given["title"] = f"{title_of(measure)}, {self.asked.period.label}"[:TITLE_LENGTH]
        return {
            **super().get_initial(),
            **given,
            "measure": self.request.GET.get("measure", ""),
            "start": self.asked.period.start,
            "end": self.asked.period.end,
        }

    def add(self, data: dict[str, Any]) -> EvidenceItem:
        period = Period.between(data["start"], data["end"])
        query = self.request.POST.copy()
        asked = cases_asked(query, council=self.council)
        dates = {"effective_from": period.start, "effective_to": period.end}
        return pin_figure(
            by=self.person,
            council=self.council,
            measure=data["measure"],
            period=period,
            only=asked.only,
            only_words=asked.words,
            words=words_in({**data, **dates}),
            **self.kept_in(data),
        )


class AddFiles(AddView):
    """Several files at once: what is refused is said for each, and what is kept is kept."""

    form_class = AddFilesForm
    template_name = "assurance/evidence_add_files.html"
    title = "Add several files"
    explanation = (
        "What you say here is said of each file; change it afterwards where one differs. A file "
        "that is refused stops no other."
    )

    def form_valid(self, form: Form) -> HttpResponse:
        data = form.cleaned_data
        try:
            verdicts = add_files(
                by=self.person,
                council=self.council,
                files=data["uploads"],
                words=words_in(data),
                **self.kept_in(data),
            )
        except RuleViolationError as error:
            return self.refused(form, error)
        kept = [each for each in verdicts if each.item is not None]
        refused = [each for each in verdicts if each.item is None]
        if refused:
            return self._with_verdicts(form, kept, refused)
        self.forget_typed()
        messages.success(self.request, f"{_files(len(kept))} added")
        return HttpResponseRedirect(reverse(LIBRARY))

    def _with_verdicts(
        self, form: Form, kept: list[Verdict], refused: list[Verdict]
    ) -> HttpResponse:
        """Show the form again with what was typed, what was kept and why the others were not."""
        self.keep_typed(form)
        for each in refused:
            form.add_error("uploads", f"{each.filename}: {each.refusal}")
        context = self.get_context_data(form=form, kept=kept, refused=refused)
        return self.render_to_response(context)


def _files(n: int) -> str:
    return "1 file is" if n == 1 else f"{n} files are"
