"""Grades and strands of a draft, and a new answer scale, on screen; what was done to a draft."""

from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils.functional import cached_property

from audit.forms_strands import (
    GradesForm,
    NewScaleForm,
    StrandForm,
    grades_typed,
    strand_said,
    strand_typed,
)
from audit.rules import editing
from audit.rules.documents import Document
from audit.version_history import done_to
from audit.views.part_forms import PartForm
from audit.views.tools import VersionPage


class ScaleAdd(PartForm):
    form_class = NewScaleForm
    title = "Add an answer scale"
    explanation = "Questions can use it once it is there."
    done_message = "The answer scale is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.version.content}

    def changed(self, data: dict[str, Any]) -> Document:
        return editing.put_scale(self.version.content, data.pop("key"), **data)


class GradesChange(PartForm):
    form_class = GradesForm
    title = "Change the grades"
    explanation = "Caps that name a grade which is taken away are faults until they name another."
    done_message = "The grades are changed"

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **grades_typed(self.version.content["grade_set"])}

    def changed(self, data: dict[str, Any]) -> Document:
        return editing.put_grades(self.version.content, **data)


class StrandAdd(PartForm):
    form_class = StrandForm
    title = "Add a part"
    explanation = "A part is what one person or body answers, with its own deadline."
    done_message = "The part is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.version.content}

    def changed(self, data: dict[str, Any]) -> Document:
        return editing.put_strand(self.version.content, said=strand_said(data))


class StrandOfDraft(PartForm):
    """A form about one strand that the draft has."""

    @cached_property
    def strand(self) -> dict[str, Any]:
        found = editing.strand_of(self.version.content, self.kwargs["key"])
        if found is None:
            raise Http404
        return found


class StrandChange(StrandOfDraft, StrandAdd):
    title = "Change the part"
    explanation = ""
    done_message = "The part is changed"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "own_key": self.kwargs["key"]}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **strand_typed(self.strand)}

    def changed(self, data: dict[str, Any]) -> Document:
        said, key = strand_said(data), self.kwargs["key"]
        return editing.put_strand(self.version.content, said=said, old_key=key)


class StrandRemove(StrandOfDraft):
    form_class = Form
    title = "Remove the part"
    explanation = (
        "Sections that it alone answers are faults until another part answers them. Audits that "
        "began with a published version keep theirs."
    )
    button = "Remove it"
    done_message = "The part is removed"
    keeps_draft = False

    def changed(self, data: dict[str, Any]) -> Document:
        _ = self.strand
        return editing.remove_strand(self.version.content, self.kwargs["key"])


class VersionHistory(VersionPage):
    """Who did what to a version, newest first."""

    template_name = "audit/version_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, events=done_to(self.version))
