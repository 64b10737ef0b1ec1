"""Questions of a draft, one at a time."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property

from audit.forms_questions import QuestionForm, said, typed
from audit.preview import sections_shown
from audit.rules.documents import Document
from audit.rules.editing import put_question, question_of, remove_question
from audit.rules.tools import document_faults
from audit.services import tools
from audit.views.tool_forms import VersionForm
from audit.views.tool_try import base_for


class QuestionAdd(VersionForm):
    """Also the base of the form that changes a question."""

    form_class = QuestionForm
    title = "Add a question"
    done_message = "The question is added"
    keeps_draft = True

    @property
    def code(self) -> str:
        return ""

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"document": self.version.content, "before": self.before()}
        return {**super().get_form_kwargs(), **about}

    def get_initial(self) -> dict[str, Any]:
        return {"revision": self.version.revision, "weight": 1, "type": "scale"}

    def before(self) -> dict[str, Any]:
        return {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "preview" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.get_form()))
        return super().post(request, *args, **kwargs)

    def changed(self, data: dict[str, Any]) -> Document:
        return put_question(
            self.version.content,
            section=data["section"],
            said=said(data, self.before()),
            old_code=self.code,
        )

    def call_service(self, **data: Any) -> None:
        tools.change_draft(
            by=self.person,
            version=self.version,
            document=self.changed(data),
            revision=data["revision"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        faults = document_faults(self.version.content)
        found = super().get_context_data(**kwargs, faults=faults)
        shown = {"preview_url": self.request.path, "base": base_for(self.request)}
        return {**found, **shown, **self.previewed(found["form"])}

    def previewed(self, form: Form) -> dict[str, Any]:
        """Show the question as it is typed now, with what would have to be put right in it."""
        document, code = self.version.content, self.code
        if self.request.method == "POST":
            if not form.is_valid():
                return {}
            document, code = self.changed(form.cleaned_data), form.cleaned_data["code"]
        shown = [q for s in sections_shown(document) for q in s.questions if q.code == code]
        faults = [each for each in document_faults(document) if code and f"/{code}" in each.where]
        return {"previewed": shown[0] if shown else None, "preview_faults": faults}


class QuestionOfDraft(VersionForm):
    """A form about one question that the draft has."""

    @cached_property
    def found(self) -> tuple[str, dict[str, Any]]:
        found = question_of(self.version.content, self.kwargs["code"])
        if found is None:
            raise Http404
        return found

    @property
    def code(self) -> str:
        return str(self.kwargs["code"])


class QuestionChange(QuestionOfDraft, QuestionAdd):
    title = "Change the question"
    done_message = "The question is changed"

    def before(self) -> dict[str, Any]:
        return self.found[1]

    def get_initial(self) -> dict[str, Any]:
        section, question = self.found
        return {**typed(section, question), "revision": self.version.revision}


class QuestionRemove(QuestionOfDraft):
    form_class = Form
    title = "Remove the question"
    explanation = "Versions that asked it keep it with its answers, and exports still hold it."
    button = "Remove it"
    done_message = "The question is removed"

    def call_service(self, **data: Any) -> None:
        tools.change_draft(
            by=self.person,
            version=self.version,
            document=remove_question(self.version.content, self.code),
            revision=self.version.revision,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, question=self.found[1])
