"""Sections, answer scales and the order of questions of a draft, on screen."""

from typing import Any

from django.forms import Form
from django.http import Http404
from django.utils.functional import cached_property

from audit.forms_parts import (
    MoveForm,
    ScaleForm,
    SectionForm,
    scale_typed,
    section_said,
    section_typed,
)
from audit.rules import editing
from audit.rules.documents import Document
from audit.services import tools
from audit.views.question_forms import QuestionOfDraft
from audit.views.tool_forms import VersionForm


class PartForm(VersionForm):
    """A form that puts one changed document in the place of the draft's."""

    keeps_draft = True

    def changed(self, data: dict[str, Any]) -> Document:
        raise NotImplementedError(f"{type(self).__name__} changes nothing")

    def call_service(self, **data: Any) -> None:
        revision = data.pop("revision", self.version.revision)
        document = self.changed(data)
        tools.change_draft(
            by=self.person, version=self.version, document=document, revision=revision
        )

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.version.revision}


class QuestionMove(QuestionOfDraft, PartForm):
    form_class = MoveForm
    keeps_draft = False
    title = "Move the question"
    button = "Move it"
    done_message = "The question is moved"

    def get_form_kwargs(self) -> dict[str, Any]:
        found = super().get_form_kwargs()
        return {**found, "document": self.version.content, "code": self.found[1]["code"]}

    def changed(self, data: dict[str, Any]) -> Document:
        section, _, after = data["where"].partition("|")
        return editing.move_question(self.version.content, self.code, section=section, after=after)


class SectionAdd(PartForm):
    form_class = SectionForm
    title = "Add a section"
    done_message = "The section is added"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "document": self.version.content}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "weight": 1}

    def changed(self, data: dict[str, Any]) -> Document:
        return editing.put_section(self.version.content, said=section_said(data))


class SectionOfDraft(PartForm):
    """A form about one section that the draft has."""

    @cached_property
    def section(self) -> dict[str, Any]:
        found = editing.section_of(self.version.content, self.kwargs["code"])
        if found is None:
            raise Http404
        return found


class SectionChange(SectionOfDraft, SectionAdd):
    title = "Change the section"
    done_message = "The section is changed"

    def get_initial(self) -> dict[str, Any]:
        return {**section_typed(self.section), "revision": self.version.revision}

    def changed(self, data: dict[str, Any]) -> Document:
        said, code = section_said(data), self.section["code"]
        return editing.put_section(self.version.content, said=said, old_code=code)


class SectionRemove(SectionOfDraft):
    form_class = Form
    keeps_draft = False
    title = "Remove the section"
    explanation = (
        "Its questions go with it. Versions that asked them keep them with their answers, and "
        "exports still hold them."
    )
    button = "Remove it"
    done_message = "The section is removed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, section=self.section)

    def changed(self, data: dict[str, Any]) -> Document:
        return editing.remove_section(self.version.content, self.section["code"])


class ScaleChange(PartForm):
    form_class = ScaleForm
    title = "Change the answer scale"
    explanation = (
        "Every question with this scale changes with it, and its trend breaks in this version."
    )
    done_message = "The answer scale is changed"

    @cached_property
    def scale(self) -> dict[str, Any]:
        found: dict[str, Any] | None = self.version.content["scales"].get(self.kwargs["key"])
        if found is None:
            raise Http404
        return found

    def get_initial(self) -> dict[str, Any]:
        return {**scale_typed(self.scale), "revision": self.version.revision}

    def changed(self, data: dict[str, Any]) -> Document:
        return editing.put_scale(self.version.content, self.kwargs["key"], **data)
