"""Looks again: what is due, begun, let go, and how the second compares with the first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from audit import forms_after
from audit.choices import ReauditScope
from audit.models import CaseAudit, Reaudit, SectionScore
from audit.outcomes import grade_label, outcomes_of_all
from audit.services import closing, looking_again
from audit.views.bases import CaseAuditForm
from core import access
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormView

PAGE = 50


class ReauditList(RequiresPermission, ListView[Reaudit]):
    """Looks again that are due, soonest first; begun ones with where they compare."""

    permission = Permission.AUDIT_ROUND_MANAGE
    template_name = "audit/reaudit_list.html"
    paginate_by = PAGE

    def get_queryset(self) -> QuerySet[Reaudit]:
        return reaudits_seen(self).order_by("done_by_id", "dropped_reason", "due_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, today=timezone.localdate())


def reaudits_seen(view: RequiresPermission) -> QuerySet[Reaudit]:
    audits = CaseAudit.objects.visible_to(view.person).filter(council=view.council)
    rows = Reaudit.objects.filter(audit__in=audits.values("pk"))
    return rows.select_related("audit", "done_by").defer("audit__facts", "done_by__facts")


class OneReaudit(ServiceFormView):
    permission = Permission.AUDIT_ROUND_MANAGE
    template_name = "audit/reaudit_form.html"
    title = ""
    button = "Save"

    @cached_property
    def row(self) -> Reaudit:
        return get_object_or_404(reaudits_seen(self), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = {"title": self.title, "button": self.button}
        return super().get_context_data(**kwargs, row=self.row, **words)

    def get_success_url(self) -> str:
        return reverse("audit:reaudit-list")


class ReauditBegin(OneReaudit):
    title = "Begin the second audit"
    button = "Begin it"
    form_class = forms_after.BeginReauditForm
    done_message = "The second audit is given to its auditor"

    def get_form_kwargs(self) -> dict[str, Any]:
        cases = None
        if self.row.scope == ReauditScope.SAME_PRACTITIONER:
            found = looking_again.later_cases(self.row.audit)
            cases = [(case.pk, f"{case.reference}, {case.commenced_on:%d/%m/%Y}") for case in found]
        people = access.people_with(Permission.AUDIT_DO, self.council)
        return {**super().get_form_kwargs(), "people": people, "cases": cases}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": max(self.row.due_on, timezone.localdate())}

    def call_service(self, **data: Any) -> None:
        key = data.pop("enquiry", "")
        later = {str(case.pk): case for case in looking_again.later_cases(self.row.audit)}
        looking_again.begin_reaudit(
            by=self.person, reaudit=self.row, enquiry=later.get(key), **data
        )


class ReauditDrop(OneReaudit):
    title = "Let it go"
    button = "Let it go"
    form_class = forms_after.ReasonForm
    done_message = "It is let go"

    def call_service(self, **data: Any) -> None:
        looking_again.drop_reaudit(by=self.person, reaudit=self.row, **data)


class ReauditCompare(RequiresPermission, TemplateView):
    """The first audit and the second, result by result and section by section."""

    permission = Permission.AUDIT_ROUND_MANAGE
    template_name = "audit/reaudit_compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = reaudits_seen(self).filter(done_by__isnull=False)
        row = get_object_or_404(rows.select_related("audit__version"), pk=self.kwargs["pk"])
        first, second = row.audit, row.done_by
        if second is None:
            raise Http404
        content, found = first.version.content, outcomes_of_all([first, second])
        again = {each.key: each for each in found[second.pk]}
        grades = [
            [o.label, grade_label(content, o.final), _final(content, again.get(o.key))]
            for o in found[first.pk]
        ]
        return super().get_context_data(
            **kwargs,
            row=row,
            second=second,
            grades=grades,
            sections=_sections(content, first.pk, second.pk),
            grade_columns=[{"label": w} for w in ("Result", "First", "Second")],
            section_columns=[
                {"label": "Section"},
                {"label": "First", "numeric": True},
                {"label": "Second", "numeric": True},
            ],
        )


def _final(content: dict[str, Any], outcome: Any) -> str:
    return grade_label(content, outcome.final) if outcome else "Not submitted yet"


def _sections(content: dict[str, Any], first: int, second: int) -> list[list[str]]:
    scores: dict[tuple[int, str], str] = {}
    for row in SectionScore.objects.filter(audit__in=(first, second)):
        words = "too little to score" if row.score is None else f"{round(row.score * 100)}%"
        scores[row.audit_id, row.section] = words
    return [
        [section["title"], scores.get((first, code), "none"), scores.get((second, code), "none")]
        for section in content["sections"]
        for code in [section["code"]]
        if (first, code) in scores or (second, code) in scores
    ]


class AuditClose(CaseAuditForm):
    title = "Close this audit"
    explanation = "Nothing of it may be open: no alert, no second reading, no dispute, no action."
    form_class = Form
    button = "Close it"
    done_message = "The audit is closed"
    keeps_draft = False

    def call_service(self, **data: Any) -> None:
        closing.close_audit(by=self.person, audit=self.record)
