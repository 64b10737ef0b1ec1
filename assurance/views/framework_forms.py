"""Load a version of a framework, and write the official wording of an entry."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property

from assurance.forms_frameworks import FrameworkFileForm, OfficialWordingForm
from assurance.framework_files.reading import read_bytes
from assurance.models import EntryKind, Framework, FrameworkEntry, OfficialWording
from assurance.services.framework_removal import (
    remove_framework,
    reopened_without,
)
from assurance.services.frameworks import load_framework, write_official_wording
from assurance.views.frameworks import address_of
from core.errors import InputError
from core.permissions import Permission
from core.views import ConfirmView, ServiceFormView


class FrameworkLoad(ServiceFormView):
    permission = Permission.FRAMEWORK_MANAGE
    form_class = FrameworkFileForm
    template_name = "assurance/framework_load.html"
    loaded: Framework

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except InputError as error:
            for line in str(error).splitlines():
                form.add_error("file", line)
            return self.form_invalid(form)

    def call_service(self, **data: Any) -> None:
        upload: UploadedFile[Any] = data.pop("file")
        file = read_bytes(upload.read(), upload.name or "file.yaml")
        done = load_framework(by=self.person, council=self.council, file=file, **data)
        self.loaded = done.framework
        if done.was_there:
            messages.success(self.request, "This version was loaded already. Nothing has changed.")
            return
        ended = f" Version {done.ended.version} is ended." if done.ended else ""
        messages.success(self.request, f"{done.framework} is loaded.{ended}")

    def get_success_url(self) -> str:
        """Lead to what differs from the version before, where there is one."""
        rows = Framework.objects.filter(
            code=self.loaded.code, valid_from__lt=self.loaded.valid_from
        )
        before = rows.order_by("-valid_from").first()
        if before is None:
            return address_of(self.loaded)
        return reverse("assurance:framework-compare", args=[self.loaded.pk, before.pk])


class FrameworkRemove(ConfirmView[Framework]):
    permission = Permission.FRAMEWORK_MANAGE
    template_name = "assurance/framework_remove.html"
    row_name = "framework"
    success_url = reverse_lazy("assurance:framework-list")
    done_message = "The version is removed."

    def rows(self) -> QuerySet[Framework]:
        return Framework.objects.all()

    def call_service(self, **data: Any) -> None:
        remove_framework(by=self.person, council=self.council, framework=self.row)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, reopened=reopened_without(self.row))


class OfficialWordingWrite(ServiceFormView):
    permission = Permission.FRAMEWORK_MANAGE
    form_class = OfficialWordingForm
    template_name = "assurance/official_wording.html"
    done_message = "Saved."
    keeps_draft = True

    @cached_property
    def entry(self) -> FrameworkEntry:
        rows = FrameworkEntry.objects.select_related("framework", "statement")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        mine = OfficialWording.objects.filter(council=self.council, entry=self.entry).first()
        return {"text": mine.text, "source": mine.source} if mine else {}

    def call_service(self, **data: Any) -> None:
        write_official_wording(by=self.person, council=self.council, entry=self.entry, **data)

    def get_success_url(self) -> str:
        entry = self.entry
        pages = {
            EntryKind.INFORMATION_ITEM.value: "assurance:framework-information",
            EntryKind.STAGE3_SECTION.value: "assurance:framework-sections",
        }
        page = pages.get(entry.kind, "assurance:framework-statement")
        keys: dict[str, int | str] = {"pk": entry.framework_id}
        if entry.statement is not None:
            keys["code"] = entry.statement.code
        return f"{reverse(page, kwargs=keys)}#{entry.code}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, entry=self.entry, back=self.get_success_url())
