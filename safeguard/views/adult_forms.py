"""Add an adult, and change what is held about one."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.forms_adults import AdultForm
from safeguard.models import Adult, AdultQuerySet
from safeguard.services.adults import AdultFacts, add_adult, change_adult, facts_of
from safeguard.views.adult_parts import NewAdultMixin
from safeguard.views.record_forms import RecordForm


class AdultAdd(RequiresPermission, NewAdultMixin):
    """Add somebody of whom no concern is being raised."""

    permission = Permission.CASE_RECORD
    template_name = "safeguard/adult_add.html"
    done_message = "The adult is added"
    keeps_draft = True
    added: Adult

    def add(self, facts: AdultFacts) -> None:
        self.added = add_adult(by=self.person, council=self.council, facts=facts)

    def get_success_url(self) -> str:
        return reverse("safeguard:adult-detail", args=[self.added.pk])


class AdultChange(RecordForm):
    record: Adult
    form_class = AdultForm
    title = "Change what is held about this adult"
    button = "Save the changes"
    done_message = "The changes are saved"
    is_versioned = True

    def rows(self) -> AdultQuerySet:
        rows = Adult.objects.visible_to(self.request.user)
        return rows.select_related("council", "identity", "merged_into")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.record.merged_into is not None:
            messages.info(request, "This record was merged: change the one it was merged into")
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def back_url(self) -> str:
        return reverse("safeguard:adult-detail", args=[self.record.pk])

    def get_initial(self) -> dict[str, Any]:
        return asdict(facts_of(self.record))

    def call_service(self, **data: Any) -> None:
        version = data.pop("version")
        change_adult(by=self.person, adult=self.record, version=version, facts=AdultFacts(**data))
