"""The last page of a part: what the answers come to, the judged grade, the time, and sending it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from audit.doing.result_page import ResultLine, to_judge, words_said
from audit.doing.start_page import section_lines
from audit.forms_doing import FinishForm
from audit.models import AuditAlert
from audit.rules.completeness import Problem
from audit.rules.strands import waits_for
from audit.services.submitting import IncompleteError, Judged, submit_part
from audit.views.parts import PartPage, SignedInPart
from core.errors import RuleViolationError
from core.views.bases import add_model_errors

MANY = 30


class FinishMixin(PartPage, TemplateView):
    template_name = "audit/finish.html"

    @cached_property
    def results(self) -> list[ResultLine]:
        return to_judge(self.work, self.strand, self.routes)

    @cached_property
    def missing(self) -> list[Problem]:
        return self.work.problems(self.strand, timezone.localdate())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.strand.begun_at is None or not self.is_open:
            return redirect(self.routes.start)
        return self.render_to_response(self.context(self.form()))

    def form(self, data: Any = None) -> FinishForm:
        measured = -(-self.strand.measured_seconds // 60)
        grades = self.work.document["grade_set"]
        return FinishForm(
            data,
            results=self.results,
            grades=[(code, grades["labels"][code]) for code in reversed(grades["order"])],
            minutes=self.strand.minutes_spent or measured or None,
        )

    def context(self, form: forms.Form, *, refused: bool = False) -> dict[str, Any]:
        labels = {each.key: each.label for each in self.work.strands}
        waiting = waits_for(self.work.document, self.strand.key, self.work.parts)
        return {
            **self.shared_context(),
            **self.get_context_data(),
            "form": form,
            "results": [
                (line, form[f"grade-{line.key}"], form[f"reason-{line.key}"])
                for line in self.results
            ],
            "missing": [(problem, self.address_of(problem)) for problem in self.missing[:MANY]],
            "missing_count": len(self.missing),
            "refused": refused and bool(self.missing),
            "waiting": [labels[part.key] for part in waiting],
            "alerts": AuditAlert.objects.filter(strand=self.strand).unanswered(),
            "said": words_said(self.work, self.strand, self.routes),
            "lines": section_lines(self.work, self.strand, self.routes),
            "measured": -(-self.strand.measured_seconds // 60),
        }

    def address_of(self, problem: Problem) -> str:
        row = self.work.by_code[problem.code]
        return f"{self.routes.section(problem.section)}#q{row.pk}-{problem.field}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.context(form, refused=True))
        try:
            submit_part(
                strand=self.strand,
                judged=self.judged(form),
                minutes=form.cleaned_data["minutes"],
                **self.asks,
            )
        except IncompleteError:
            return self.render_to_response(self.context(form, refused=True))
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.render_to_response(self.context(form))
        except ValidationError as error:
            add_model_errors(form, error)
            return self.render_to_response(self.context(form))
        return self.done()

    def judged(self, form: forms.Form) -> dict[str, Judged]:
        data = form.cleaned_data
        return {
            line.key: Judged(data[f"grade-{line.key}"], data[f"reason-{line.key}"])
            for line in self.results
        }

    def done(self) -> HttpResponse:
        messages.success(self.request, f"Submitted: {self.strand.label}.")
        return redirect(self.routes.start)


class PartFinish(FinishMixin, SignedInPart):
    pass
