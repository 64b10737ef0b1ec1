"""Reading a self-assessment: the document, two versions compared, what another score would do."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from assurance.choices_self_assessment import ENGAGEMENT_WORDS
from assurance.forms_packs import PackFileForm
from assurance.forms_self_assessment import (
    AskSignatureForm,
    SelfAssessmentChangeForm,
    SignForm,
    WhatIfForm,
)
from assurance.models import SelfAssessment, SignOff
from assurance.self_assessments.comparing import compare
from assurance.self_assessments.content import content_of
from assurance.self_assessments.document import document_of
from assurance.self_assessments.standing import (
    latest_published,
    method_of,
    of_one_report,
    scores_of,
    told_of,
)
from assurance.services import self_assessment_signing as signing
from assurance.services.board_reports import MadeFile
from assurance.services.self_assessment_files import export_self_assessment
from assurance.services.self_assessments import change_self_assessment
from assurance.views.self_assessments import SelfAssessmentPage
from assurance.views.theme3_bases import RowForm
from core.permissions import Permission


class Document(SelfAssessmentPage, TemplateView):
    """The whole document, sections A to E, to read and print."""

    template_name = "assurance/self_assessment_document.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = document_of(self.row)
        return super().get_context_data(**kwargs, row=self.row, document=document)


class DocumentFile(RowForm):
    """The document as a file, once it is said what for."""

    permission = Permission.SELF_ASSESSMENT_VIEW
    form_class = PackFileForm
    title = "Take the document as a file"
    button = "Make the file"
    keeps_draft = False
    made: MadeFile | None = None

    def rows(self) -> QuerySet[SelfAssessment]:
        rows = SelfAssessment.objects.visible_to(self.person)
        return rows.select_related("framework", "council")

    def back_url(self) -> str:
        return reverse("assurance:self-assessment-document", args=[self.record.pk])

    def call_service(self, **data: Any) -> None:
        self.made = export_self_assessment(by=self.person, row=self.record, **data)

    def form_valid(self, form: Form) -> HttpResponse:
        found = super().form_valid(form)
        if self.made is None:
            return found
        headers = {"Content-Disposition": f'attachment; filename="{self.made.filename}"'}
        return HttpResponse(self.made.content, content_type=self.made.content_type, headers=headers)


class Compare(SelfAssessmentPage, TemplateView):
    """A version beside another: every box whose words differ."""

    template_name = "assurance/self_assessment_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = get_object_or_404(self.rows(), pk=self.kwargs["other"])
        earlier, later = sorted((self.row, other), key=lambda each: (each.period_to, each.pk))
        found = compare(earlier, later)
        return super().get_context_data(**kwargs, row=self.row, comparison=found)


class WhatIf(SelfAssessmentPage, TemplateView):
    """What another score would do. Nothing that is chosen here is kept."""

    template_name = "assurance/self_assessment_what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(self.row.statements.select_related("statement").order_by("statement__order"))
        method, scores = method_of(self.row), scores_of(rows)
        published = of_one_report(latest_published(self.council))
        form = WhatIfForm(
            self.request.GET or None,
            statements=[(row.statement.code, row.statement.label) for row in rows],
        )
        changed: dict[str, int] = {}
        if form.is_bound and form.is_valid():
            changed = {code: score for code, score in form.cleaned_data.items() if score}
        return super().get_context_data(
            **kwargs,
            row=self.row,
            form=form,
            statements=rows,
            changed=sorted(changed.items()),
            now=told_of(scores, published, method),
            then=told_of({**scores, **changed}, published, method) if changed else None,
        )


class OfSelfAssessment(RowForm):
    """A form about one draft."""

    record: SelfAssessment

    def rows(self) -> QuerySet[SelfAssessment]:
        rows = SelfAssessment.objects.visible_to(self.request.user)
        return rows.select_related("council", "framework")

    def back_url(self) -> str:
        return reverse("assurance:self-assessment-detail", args=[self.record.pk])


class SelfAssessmentChange(OfSelfAssessment):
    form_class = SelfAssessmentChangeForm
    title = "Change the title, the period or the statements"
    done_message = "The self-assessment is changed"

    def get_form_kwargs(self) -> dict[str, Any]:
        statements = self.record.framework.statements.order_by("order")
        return {**super().get_form_kwargs(), "statements": statements}

    def get_initial(self) -> dict[str, Any]:
        held = {name: getattr(self.record, name) for name in ("title", "period_from", "period_to")}
        return {**held, "statements": self.record.statements.values_list("statement", flat=True)}

    def call_service(self, **data: Any) -> None:
        change_self_assessment(by=self.person, self_assessment=self.record, **data)


class SignatureDrop(OfSelfAssessment):
    """Ask before a post is taken off the list."""

    form_class = Form
    title = "Take this post off the list"
    button = "Take it off"
    done_message = "The post is off the list"

    @cached_property
    def sign_off(self) -> SignOff:
        return get_object_or_404(self.record.sign_offs, pk=self.kwargs["sign_off"])

    def get_caption(self) -> str:
        return str(self.sign_off)

    def call_service(self, **data: Any) -> None:
        signing.drop_signature(by=self.person, sign_off=self.sign_off)


class SignatureAsk(OfSelfAssessment):
    form_class = AskSignatureForm
    title = "Ask a post to sign"
    button = "Add this post"
    done_message = "The post is on the list"

    def call_service(self, **data: Any) -> None:
        signing.ask_signature(by=self.person, self_assessment=self.record, **data)


class Sign(OfSelfAssessment):
    """Sign for one post, with the statement of engagement in full."""

    template_name = "assurance/self_assessment_sign.html"
    permission = Permission.SELF_ASSESSMENT_SIGN
    form_class = SignForm
    title = "Sign off"
    button = "Sign"
    done_message = "The signature is kept"

    @cached_property
    def sign_off(self) -> SignOff:
        return get_object_or_404(self.record.sign_offs, pk=self.kwargs["sign_off"])

    def get_caption(self) -> str:
        return str(self.sign_off)

    def call_service(self, **data: Any) -> None:
        signing.sign(by=self.person, sign_off=self.sign_off, **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = [(how.label, text) for how, text in ENGAGEMENT_WORDS.items()]
        return {**super().get_context_data(**kwargs), "words": words}


class Finish(OfSelfAssessment):
    """Finish a version, with what still stands in the way and where to mend it."""

    template_name = "assurance/self_assessment_finish.html"
    permission = Permission.SELF_ASSESSMENT_SIGN
    form_class = Form
    title = "Finish this version"
    button = "Finish it"
    done_message = "This version is finished, and never changes"

    def call_service(self, **data: Any) -> None:
        signing.finish(by=self.person, self_assessment=self.record)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        content = content_of(self.record)
        pages = {row.statement.code: row.pk for row in content.statements}
        blockers = [(each.text, pages.get(each.code)) for each in content.blockers()]
        return {**super().get_context_data(**kwargs), "blockers": blockers}
