"""The pages on which a part is answered: begin, one section at a time, and each answer as typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from audit.doing.last_time import LastTime, last_time
from audit.doing.section_page import said_hash, section_page, section_state
from audit.doing.start_page import following, section_lines
from audit.doing.work import Held, Work
from audit.models import AuditAlert, AuditStrand, Question
from audit.rules.answers import Sent, read
from audit.services.answering import (
    ChangedMeanwhileError,
    begin_part,
    save_answer,
    skip_section,
)
from audit.views.parts import PartPage, SignedInPart, seconds_in, sent_for
from core import access, drafts
from core.errors import RuleViolationError
from core.models import FormDraft
from core.services.drafts import discard_draft

Asked = Mapping[str, Any]
MOST_FIELDS = 40


class BeginMixin(PartPage):
    """Begin a part, then open its first section."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            begin_part(strand=self.strand, **self.asks)
        except RuleViolationError as error:
            messages.error(request, str(error))
            return redirect(self.routes.start)
        first = self.work.sections(self.strand)[0]
        return redirect(self.routes.section(first["code"]))


class PartBegin(BeginMixin, SignedInPart):
    pass


class AnswerMixin(PartPage):
    """Keep one answer as it is typed, and say what follows from it. Answers in JSON."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, strand = request.POST.get("question", ""), self.strand
        question = next((q for q in self.work.questions if str(q.pk) == key), None)
        asked = _asked_of(self.work, strand, question) if question else None
        if question is None or asked is None:
            return JsonResponse({"code": "not_asked"}, status=400)
        sent = sent_for(request.POST, question.pk)
        said = read(self.work.document, asked, sent)
        if said.faults:
            return JsonResponse({"code": "faults", "faults": dict(said.faults)}, status=422)
        try:
            saved = save_answer(
                strand=self.strand,
                question=question,
                said=said,
                seen=request.POST.get("seen", "0"),
                seconds=seconds_in(request),
                **self.asks,
            )
        except ChangedMeanwhileError as error:
            return self.conflict(asked, question, sent, error.held)
        except RuleViolationError as error:
            return JsonResponse({"code": error.code, "message": str(error)}, status=409)
        except ValidationError as error:
            faults = {"answer": " ".join(error.messages)}
            return JsonResponse({"code": "faults", "faults": faults}, status=422)
        self.work.held(self.strand)[question.code] = saved.held
        return JsonResponse(self.follows(asked, question, saved.held))

    def conflict(self, asked: Asked, question: Question, sent: Sent, held: Held) -> JsonResponse:
        """Show what the answer is now; what was typed stays on the page that sent it."""
        self.work.held(self.strand)[question.code] = held
        section = _section_of(self.work, self.strand, question.code)
        page = section_page(self.work, self.strand, {**section, "questions": [asked]})
        html = render_to_string(
            "audit/_answer_box.html", {"box": page.boxes[0], "routes": self.routes}, self.request
        )
        told = {
            "code": "changed_meanwhile",
            "html": html,
            "seen": held.seen,
            "saved": _clock(held),
        }
        return JsonResponse(told, status=409)

    def follows(self, asked: Asked, question: Question, held: Held) -> dict[str, Any]:
        section = _section_of(self.work, self.strand, question.code)
        state = section_state(self.work, self.strand, section)
        alert = None
        if asked.get("alert"):
            standing = AuditAlert.objects.filter(strand=self.strand, question=question)
            alert = standing.unanswered().first()
        return {
            "saved": f"{timezone.localtime():%H:%M}",
            "seen": held.seen,
            "was": said_hash(held.said),
            "shown": state.shown,
            "done": state.done,
            "total": state.total,
            "not_asked": [{"text": each.text, "why": each.why} for each in state.not_asked],
            "alert": alert and {"text": alert.text, "url": self.alert_url(alert)},
        }

    def alert_url(self, alert: AuditAlert) -> str:
        return reverse("audit:audit-alert", args=[alert.pk])


class Answer(AnswerMixin, SignedInPart):
    pass


def _clock(held: Held) -> str:
    return f"{timezone.localtime(held.saved_at):%H:%M}" if held.saved_at else ""


def _asked_of(work: Work, strand: AuditStrand, question: Question) -> Asked | None:
    for section in work.sections(strand):
        for asked in section["questions"]:
            if asked["code"] == question.code:
                return asked if asked["type"] != "grade" else None
    return None


def _section_of(work: Work, strand: AuditStrand, code: str) -> Asked:
    return next(
        section
        for section in work.sections(strand)
        if any(q["code"] == code for q in section["questions"])
    )


class SectionMixin(PartPage, TemplateView):
    """One section. Sending it keeps every answer that was changed here, then goes on."""

    template_name = "audit/section.html"

    @cached_property
    def section(self) -> Asked:
        code = self.kwargs["section"]
        found = (each for each in self.work.sections(self.strand) if each["code"] == code)
        section = next(found, None)
        if section is None:
            raise Http404
        return section

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.strand.begun_at is None or not self.is_open:
            return redirect(self.routes.start)
        draft = self.kept_draft()
        typed = self.typed_in(draft.answers) if draft else {}
        return self.render_to_response(self.context(typed=typed, draft=draft))

    def kept_draft(self) -> FormDraft | None:
        """Return what was sent when nobody was signed in any more, if anything."""
        return None

    def forget_draft(self) -> None:
        pass

    def typed_in(self, answers: Mapping[str, list[str]]) -> dict[str, Sent]:
        found: dict[str, Sent] = {}
        for asked in self.section["questions"]:
            row = self.work.by_code.get(asked["code"])
            prefix = f"q{row.pk}-" if row else ""
            sent = {k.removeprefix(prefix): v for k, v in answers.items() if k.startswith(prefix)}
            if row and sent:
                found[asked["code"]] = sent
        return found

    def last(self) -> LastTime:
        return last_time(self.work, self.strand, self.asks.get("by"))

    def context(self, **page: Any) -> dict[str, Any]:
        draft = page.pop("draft", None)
        lines = section_lines(self.work, self.strand, self.routes)
        before, after = following(lines, self.section["code"])
        return {
            **self.shared_context(),
            **self.get_context_data(),
            "page": section_page(self.work, self.strand, self.section, last=self.last(), **page),
            "lines": lines,
            "place": 1 + [line.code for line in lines].index(self.section["code"]),
            "before": before,
            "after": after,
            "draft": draft,
            "alerts": AuditAlert.objects.filter(strand=self.strand).unanswered(),
            "sections_with_error": bool(page.get("errors") or page.get("conflicts")),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "skip" in request.POST:
            return self.skip(request.POST["skip"] == "yes")
        before = self.asked_now()
        errors, conflicts, typed = self.keep_all()
        if errors or conflicts:
            return self.render_to_response(
                self.context(errors=errors, conflicts=conflicts, typed=typed)
            )
        self.forget_draft()
        opened = self.asked_now() - before
        needs = self.needs_more()
        address = self.routes.section(self.section["code"])
        if "stay" in request.POST:
            return redirect(address)
        if opened or needs:
            words = "Saved. Your answers opened more questions below." if opened else needs
            messages.info(request, words)
            return redirect(address)
        _, after = following(
            section_lines(self.work, self.strand, self.routes), self.section["code"]
        )
        return redirect(after.url if after else self.routes.finish)

    def asked_now(self) -> set[str]:
        return {
            q["code"]
            for section, questions in self.work.shown(self.strand)
            for q in questions
            if section["code"] == self.section["code"]
        }

    def needs_more(self) -> str:
        """Return a sentence where an answer just given asks for words that are not there yet.

        Asked once: whoever goes on without is told again at the end.
        """
        if self.request.POST.get("told"):
            return ""
        fields = ("comment", "evidence", "reason", "priority", "correct")
        found = [
            each
            for each in self.work.problems(self.strand, timezone.localdate())
            if each.section == self.section["code"] and each.field in fields
        ]
        if not found:
            return ""
        return f"Saved. An answer needs more: {found[0].message[:1].lower()}{found[0].message[1:]}."

    def keep_all(self) -> tuple[dict[str, dict[str, str]], dict[str, Held], dict[str, Sent]]:
        """Keep each answer that this page changed; return what could not be kept, as typed."""
        errors: dict[str, dict[str, str]] = {}
        conflicts: dict[str, Held] = {}
        typed: dict[str, Sent] = {}
        for asked in self.section["questions"]:
            row = self.work.by_code.get(asked["code"])
            if row is None or asked["type"] == "grade" or not self.was_sent(row):
                continue
            sent = sent_for(self.request.POST, row.pk)
            failure = self.keep_one(asked, row, sent)
            if failure is None:
                continue
            typed[row.code] = sent
            if isinstance(failure, Held):
                conflicts[row.code] = failure
            else:
                errors[row.code] = failure
        return errors, conflicts, typed

    def was_sent(self, row: Question) -> bool:
        return f"q{row.pk}-was" in self.request.POST

    def keep_one(self, asked: Asked, row: Question, sent: Sent) -> dict[str, str] | Held | None:
        said = read(self.work.document, asked, sent)
        if said.faults:
            return dict(said.faults)
        if said_hash(said) == self.request.POST[f"q{row.pk}-was"]:
            return None
        try:
            saved = save_answer(
                strand=self.strand,
                question=row,
                said=said,
                seen=self.request.POST.get(f"q{row.pk}-seen", "0"),
                **self.asks,
            )
        except ChangedMeanwhileError as error:
            self.work.held(self.strand)[row.code] = error.held
            return error.held
        except RuleViolationError as error:
            return {"answer": str(error)}
        except ValidationError as error:
            return {"answer": " ".join(error.messages)}
        self.work.held(self.strand)[row.code] = saved.held
        return None

    def skip(self, skip: bool) -> HttpResponse:
        code = self.section["code"]
        try:
            skip_section(strand=self.strand, section=code, skip=skip, **self.asks)
        except RuleViolationError as error:
            messages.error(self.request, str(error))
        if not skip:
            return redirect(self.routes.section(code))
        _, after = following(section_lines(self.work, self.strand, self.routes), code)
        return redirect(after.url if after else self.routes.finish)


class PartSection(SectionMixin, SignedInPart):
    # What is sent when nobody is signed in any more is kept for the person the page was made for.
    keeps_draft = True

    def kept_draft(self) -> FormDraft | None:
        return drafts.kept(access.current_user(self.request), self.request.get_full_path())

    def forget_draft(self) -> None:
        person, form_key = access.current_user(self.request), self.request.get_full_path()
        discard_draft(by=person, form_key=form_key)

    def shared_context(self) -> dict[str, Any]:
        person = access.current_user(self.request)
        return {
            **super().shared_context(),
            "seal": drafts.seal_for(person),
            "owner": drafts.owner_of(person),
        }
