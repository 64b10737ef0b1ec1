"""Stories of difference: write one from an audit, read it, consent, review."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView

from audit.forms_doing import StoryConsentForm, StoryForm, StoryWithdrawForm
from audit.models import CaseAudit, StoryOfDifference
from audit.services.stories import (
    FIELDS,
    change_story,
    record_story_consent,
    review_story,
    withdraw_story_consent,
    write_story,
)
from audit.views.parts import audits_to
from core import access
from core.permissions import Permission
from core.views.bases import RequiresPermission, ServiceFormView


class StoryWrite(ServiceFormView):
    permission = Permission.AUDIT_DO
    form_class = StoryForm
    template_name = "audit/story_form.html"
    done_message = "The story is kept. Nothing publishes it by itself."
    keeps_draft = True
    story: StoryOfDifference | None = None

    @cached_property
    def audit(self) -> CaseAudit:
        audit: CaseAudit | None = audits_to(self.person).filter(pk=self.kwargs["pk"]).first()
        offered = access.offered(self.request, council=audit.council) if audit else frozenset()
        if audit is None or audit.is_personnel:
            raise Http404
        if Permission.STORY_MANAGE not in offered and audit.auditor_id != self.person.pk:
            raise Http404
        return audit

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        up = reverse("audit:case-audit-detail", args=[self.audit.pk])
        return super().get_context_data(
            **kwargs, title="A story of difference", up=up, up_label=self.audit.reference
        )

    def call_service(self, **data: Any) -> None:
        self.story = write_story(by=self.person, audit=self.audit, words=data)

    def get_success_url(self) -> str:
        if self.story and StoryOfDifference.objects.visible_to(self.person).filter(
            pk=self.story.pk
        ):
            return reverse("audit:story-detail", args=[self.story.pk])
        return reverse("audit:case-audit-detail", args=[self.audit.pk])


class StoryDetail(RequiresPermission, DetailView[StoryOfDifference]):
    permission = Permission.AUDIT_FIGURES_VIEW
    template_name = "audit/story_detail.html"
    context_object_name = "story"

    def get_queryset(self) -> Any:
        rows = StoryOfDifference.objects.visible_to(self.person)
        return rows.select_related(
            "council", "audit", "enquiry", "written_by", "reviewed_by", "theme"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = access.offered(self.request, council=self.object.council)
        keeps = Permission.STORY_MANAGE in offered
        may_review = keeps and self.object.written_by_id != self.person.pk
        return super().get_context_data(**kwargs, keeps=keeps, may_review=may_review)


class StoryFormView(ServiceFormView):
    """A form about a story, for those who keep stories."""

    permission = Permission.STORY_MANAGE
    template_name = "audit/story_form.html"
    title = ""
    lead = ""
    button = "Save"
    done_message = "Saved."

    @cached_property
    def row(self) -> StoryOfDifference:
        rows = StoryOfDifference.objects.visible_to(self.person).filter(council=self.council)
        story = rows.filter(pk=self.kwargs["pk"]).first()
        if story is None:
            raise Http404
        return story

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        up = reverse("audit:story-detail", args=[self.row.pk])
        return super().get_context_data(
            **kwargs,
            title=self.title,
            lead=self.lead,
            button=self.button,
            up=up,
            up_label=self.row.title,
        )

    def get_success_url(self) -> str:
        return reverse("audit:story-detail", args=[self.row.pk])


class StoryChange(StoryFormView):
    form_class = StoryForm
    title = "Change the story"
    lead = "What was reviewed has to be reviewed again."
    keeps_draft = True

    def get_initial(self) -> dict[str, Any]:
        return {field: getattr(self.row, field) for field in FIELDS}

    def call_service(self, **data: Any) -> None:
        change_story(by=self.person, story=self.row, words=data)


class StoryConsent(StoryFormView):
    form_class = StoryConsentForm
    title = "Consent to tell it"

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        known = {True: "yes", False: "no"}
        return {
            "given": known[row.consent_given] if row.consent_given is not None else None,
            "scope": row.consent_scope,
            "on": row.consent_on or timezone.localdate(),
            "by_whom": row.consent_by,
            "how": row.consent_how,
        }

    def call_service(self, **data: Any) -> None:
        data["given"] = data["given"] == "yes"
        record_story_consent(by=self.person, story=self.row, **data)


class StoryWithdraw(StoryFormView):
    form_class = StoryWithdrawForm
    title = "They take consent back"
    lead = "From then on the story is told nowhere."
    button = "Take consent back"

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def call_service(self, **data: Any) -> None:
        withdraw_story_consent(by=self.person, story=self.row, **data)


class StoryReview(StoryFormView):
    form_class = Form
    title = "Review the story"
    lead = "You say that nobody can be recognised in it. Its writer cannot say so."
    button = "Nobody can be recognised in it"

    def call_service(self, **data: Any) -> None:
        review_story(by=self.person, story=self.row)
