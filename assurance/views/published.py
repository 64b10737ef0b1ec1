"""Load the national publication's CSV, and see which years are held."""

import io
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from assurance.forms_chart_settings import PublishedFileForm
from assurance.models import PublishedRelease
from assurance.services.published import load_published
from core.errors import InputError
from core.permissions import Permission
from core.views import ServiceFormView


class PublishedLoad(ServiceFormView):
    permission = Permission.PUBLISHED_LOAD
    form_class = PublishedFileForm
    template_name = "assurance/published_load.html"
    success_url = reverse_lazy("assurance:published-load")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = PublishedRelease.objects.select_related("loaded_by")
        return super().get_context_data(**kwargs, releases=held)

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except InputError as error:
            for line in str(error).splitlines():
                form.add_error("file", line)
            return self.form_invalid(form)

    def call_service(self, **data: Any) -> None:
        file: UploadedFile[Any] = data.pop("file")
        content = file.read()
        loaded = load_published(
            by=self.person,
            council=self.council,
            open_bytes=lambda: io.BytesIO(content),
            filename=file.name or "file.csv",
            **data,
        )
        said = f"{loaded.release.year}: {loaded.councils} councils, {loaded.release.rows:,} cells"
        already = " were loaded from this file already. Nothing has changed."
        messages.success(self.request, said + (already if loaded.was_there else " are loaded."))
