"""Second readings: what waits, one reading, own ratings, the decision, agreement."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import forms_after
from audit.choices import ModerationStyle
from audit.links import audit_url
from audit.metrics.agreement import agreements
from audit.models import CaseAudit, Moderation
from audit.outcomes import grade_label, outcomes_of
from audit.second_reading import Asked, first_strand, not_rated, questions_for
from audit.services import moderating, second_readings
from audit.views.bases import CaseAuditForm, Offers
from audit.views.rounds import OneRound
from core import access
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView

PAGE = 50


class ModerationList(Offers, ListView[Moderation]):
    """Open second readings, late ones first: one's own, or all of the council."""

    permission = Permission.AUDIT_MODERATE
    template_name = "audit/moderation_list.html"
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Moderation]:
        rows = Moderation.objects.readable_by(self.person).filter(audit__council=self.council)
        chosen = self.request.GET.get("round", "")
        if chosen.isdecimal() and len(chosen) < 18:
            rows = rows.filter(audit__round=int(chosen))
        if self.request.GET.get("all") != "1":
            rows = rows.open()
        found = rows.select_related("audit__round", "moderator").order_by("due_on", "pk")
        return found.defer("audit__facts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, today=timezone.localdate(), is_all=self.request.GET.get("all") == "1"
        )


class OneModeration(RequiresPermission):
    """A page of one second reading that its reader may see."""

    permission = Permission.AUDIT_MODERATE

    @cached_property
    def row(self) -> Moderation:
        rows = Moderation.objects.readable_by(self.person).filter(audit__council=self.council)
        related = rows.select_related("audit__version__tool", "audit__round", "moderator")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    @property
    def is_mine(self) -> bool:
        return self.row.moderator_id == self.person.pk

    @property
    def is_hidden(self) -> bool:
        """Tell whether the first ratings stay hidden: blind, and own ratings not saved."""
        return self.row.style == ModerationStyle.BLIND and self.row.started_at is None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        about = {"row": self.row, "audit": self.row.audit, "is_mine": self.is_mine}
        return {**found, **about, "is_hidden": self.is_hidden}


class ModerationDetail(OneModeration, TemplateView):
    """Both ratings side by side; in a blind reading nothing of the first before one's own."""

    template_name = "audit/moderation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        if self.is_hidden:
            return found
        content, labels = self.row.audit.version.content, _labels(self.row.audit.version.content)
        answers = [
            (
                a.question.code,
                a.question.text,
                labels(a.question, a.first_option),
                labels(a.question, a.option),
                a.comment,
                a.first_option != a.option,
            )
            for a in self.row.answers.select_related("question")
        ]
        second = {g.result: g for g in self.row.grades.all()}
        grades = [
            (o.label, grade_label(content, o.first), second.get(o.key), _grade(content, second, o))
            for o in outcomes_of(self.row.audit)
        ]
        url = audit_url(self.row.audit_id)
        return {**found, "answers": answers, "grades": grades, "audit_url": url}


def _grade(content: dict[str, Any], second: dict[str, Any], outcome: Any) -> str:
    held = second.get(outcome.key)
    return grade_label(content, held.grade) if held else ""


def _labels(content: dict[str, Any]) -> Any:
    """Return a function from a question and a code to the words of that answer."""
    scales = {
        key: {option["code"]: option["label"] for option in scale["options"]}
        for key, scale in content["scales"].items()
    }
    return lambda question, code: scales.get(question.scale, {}).get(code, code)


class ModerationForm(OneModeration, ServiceFormView):
    """A form of the moderator about one second reading."""

    template_name = "audit/moderation_form.html"
    keeps_draft = True
    title = ""
    button = "Save"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, title=self.title, button=self.button)

    def get_success_url(self) -> str:
        return reverse("audit:moderation-detail", args=[self.row.pk])


class OwnModeration(ModerationForm):
    """A form for the moderator alone."""

    def get_form(self, form_class: type[Form] | None = None) -> Form:
        if not self.is_mine:
            raise PermissionDenied
        return super().get_form(form_class)


class ModerationRate(OwnModeration):
    title = "Your own ratings"
    button = "Save your ratings"
    form_class = forms_after.RatingForm
    done_message = "Your ratings are saved"

    template_name = "audit/moderation_rate.html"

    @cached_property
    def asked(self) -> list[Asked]:
        return questions_for(self.row.audit, first_strand(self.row.audit))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audit = self.row.audit
        left = not_rated(audit, first_strand(audit))
        return super().get_context_data(**kwargs, asked=self.asked, not_rated=left)

    def get_form_kwargs(self) -> dict[str, Any]:
        content = self.row.audit.version.content
        order = content["grade_set"]["order"]
        judged = [
            (each["key"], each["label"])
            for each in content.get("results", ())
            if each.get("judgement", "auditor") != "none"
        ]
        return {
            **super().get_form_kwargs(),
            "asked": self.asked,
            "results": judged,
            "grades": [(grade, grade_label(content, grade)) for grade in order],
            "is_panel": self.row.style == ModerationStyle.PANEL,
            "is_blind": self.row.style == ModerationStyle.BLIND,
        }

    def call_service(self, **data: Any) -> None:
        form: Any = self.get_form()
        form.is_valid()
        moderating.save_ratings(
            by=self.person,
            moderation=self.row,
            ratings=form.ratings(),
            grades=form.grades_given(),
            panel=data.get("panel", ""),
        )


class ModerationDecide(OwnModeration):
    title = "Settle this second reading"
    button = "Settle it"
    form_class = forms_after.DecideForm
    done_message = "The second reading is settled"

    def get_form_kwargs(self) -> dict[str, Any]:
        listed = moderating.outcomes_listed(self.row.audit)
        return {**super().get_form_kwargs(), "outcomes": listed}

    def call_service(self, **data: Any) -> None:
        moderating.decide_moderation(by=self.person, moderation=self.row, **data)


class ModerationAssign(ModerationForm):
    permission = Permission.AUDIT_ROUND_MANAGE
    title = "Choose a moderator"
    form_class = forms_after.AssignModeratorForm
    done_message = "The moderator is chosen"
    keeps_draft = False

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.AUDIT_MODERATE, self.council)
        return {**super().get_form_kwargs(), "people": people}

    def call_service(self, **data: Any) -> None:
        second_readings.assign_moderator(by=self.person, moderation=self.row, **data)


class ModerationAsk(CaseAuditForm):
    title = "Have this audit read again"
    form_class = forms_after.AskModerationForm
    done_message = "It is to be read again"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.AUDIT_MODERATE, self.record.council)
        return {**super().get_form_kwargs(), "people": people}

    def call_service(self, **data: Any) -> None:
        second_readings.ask_moderation(by=self.person, audit=self.record, **data)


class RoundAgreement(OneRound, TemplateView):
    """How far independent readers agree in one round, with what the figures rest on."""

    permission = Permission.AUDIT_ROUND_MANAGE
    template_name = "audit/agreement.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        audits = CaseAudit.objects.counted().filter(round=self.audit_round)
        found = agreements(audits)
        return super().get_context_data(**kwargs, round=self.audit_round, found=found)
