"""What is done to tools: load a file, draft, edit, publish, retire, discard."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from audit.choices import VersionStatus
from audit.files import read_file
from audit.forms_tools import DraftForm, DraftTextForm, PublishForm, RetireForm, UploadToolForm
from audit.loader import read_draft
from audit.models import ToolVersion
from audit.rules.tools import document_faults
from audit.services import tools
from audit.views.tools import address_of, tools_here
from audit.writing import write_yaml
from core.errors import RuleViolationError
from core.permissions import Permission
from core.views import ServiceFormView

LIST = reverse_lazy("audit:tool-list")


class ToolForm(ServiceFormView):
    """A form about tools for whoever keeps them."""

    permission = Permission.AUDIT_TOOL_MANAGE
    template_name = "audit/tool_form.html"
    title = ""
    explanation = ""
    button = "Save"

    def up(self) -> tuple[str, str]:
        return str(LIST), "Audit tools"

    def get_success_url(self) -> str:
        return self.up()[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        up_url, up_label = self.up()
        words = {"title": self.title, "explanation": self.explanation, "button": self.button}
        return super().get_context_data(**kwargs, up_url=up_url, up_label=up_label, **words)


class ToolImport(ToolForm):
    form_class = UploadToolForm
    title = "Load a tool from a file"
    explanation = (
        "Each tool of the file becomes a draft of your council, to be looked at before it is "
        "published."
    )
    button = "Load the file"

    def call_service(self, **data: Any) -> None:
        file = data["file"]
        loaded = read_file(file.name, file.read())
        if loaded.faults:
            raise ValidationError({"file": [str(fault) for fault in loaded.faults[:30]]})
        with transaction.atomic():
            for document in loaded.documents:
                tools.load_tool(
                    by=self.person, council=self.council, document=document, publish=False
                )
        for note in loaded.notes:
            messages.warning(self.request, f"Not held: {note}")
        titles = ", ".join(document["title"] for document in loaded.documents)
        messages.success(self.request, f"Loaded: {titles}")


class VersionForm(ToolForm):
    """A form about one version. What is typed on one that changes a draft is kept."""

    version_after: ToolVersion | None = None

    @cached_property
    def version(self) -> ToolVersion:
        rows = ToolVersion.objects.select_related("tool").filter(tool__in=tools_here(self))
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def up(self) -> tuple[str, str]:
        return address_of(self.version_after or self.version), str(self.version)

    def refused(self, form: Form, error: RuleViolationError) -> HttpResponse:
        """Where somebody else was first, show what was typed again, to be saved over theirs."""
        if error.code != "changed_meanwhile" or "revision" not in form.fields:
            return super().refused(form, error)
        self.version.refresh_from_db()
        data = self.request.POST.copy()
        data["revision"] = str(self.version.revision)
        again = self.get_form_class()(**{**self.get_form_kwargs(), "data": data})
        again.add_error(None, str(error))
        return self.form_invalid(again)


class VersionDraft(VersionForm):
    form_class = DraftForm
    title = "Make a draft"
    explanation = (
        "The draft begins with the same questions. Audits that began with this version keep it."
    )
    button = "Make the draft"
    done_message = "The draft is made"

    def call_service(self, **data: Any) -> None:
        self.version_after = tools.draft_tool(
            by=self.person, council=self.council, version=self.version, **data
        )


class VersionPublish(VersionForm):
    form_class = PublishForm
    title = "Publish the version"
    explanation = "Once published it never changes, and rounds may use it."
    button = "Publish"
    done_message = "The version is published"

    def call_service(self, **data: Any) -> None:
        tools.publish_tool(by=self.person, version=self.version, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, faults=document_faults(self.version.content))


class VersionRetire(VersionForm):
    form_class = RetireForm
    title = "Retire the version"
    explanation = (
        "No new round can use it. Audits that began with it go on, and their results stay."
    )
    button = "Retire"
    done_message = "The version is retired"

    def call_service(self, **data: Any) -> None:
        tools.retire_tool(by=self.person, version=self.version, **data)


class VersionDiscard(VersionForm):
    form_class = Form
    title = "Throw the draft away"
    explanation = "Its changes are lost. Published versions stay as they are."
    button = "Throw it away"
    done_message = "The draft is thrown away"

    def call_service(self, **data: Any) -> None:
        tools.discard_draft(by=self.person, version=self.version)

    def get_success_url(self) -> str:
        return str(LIST)


class VersionEdit(VersionForm):
    form_class = DraftTextForm
    keeps_draft = True
    title = "Edit the draft as text"
    explanation = "What is saved may still have faults; they are listed here until you publish."
    done_message = "The draft is saved"

    def get_initial(self) -> dict[str, Any]:
        text = write_yaml(self.version.content).decode()
        return {"text": text, "revision": self.version.revision}

    def call_service(self, **data: Any) -> None:
        document, faults = read_draft(data["text"].encode())
        if document is None:
            raise ValidationError({"text": [str(fault) for fault in faults[:30]]})
        tools.change_draft(
            by=self.person, version=self.version, document=document, revision=data["revision"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_draft = self.version.status == VersionStatus.DRAFT
        faults = document_faults(self.version.content) if is_draft else []
        return super().get_context_data(**kwargs, faults=faults)

    def get_success_url(self) -> str:
        return reverse("audit:version-edit", args=[self.version.pk])
