"""Answering a checklist: one line a page, for somebody here or by a link from outside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from assurance.checklists.links import LinkState, link_of
from assurance.checklists.progress import LineHeld, is_workshop, lines_held, next_unanswered
from assurance.forms_checklists import LineForm, SendForm
from assurance.models import ChecklistPart
from assurance.services.checklist_answers import answer_line, note_link_opened, send_part
from assurance.views.theme3_bases import RowForm
from audit.views.links import GONE, MOST_GUESSES, MOST_REQUESTS, is_too_many
from core.errors import RuleViolationError
from core.permissions import Permission
from core.views import RequiresPermission, ServiceFormMixin


class MyChecklists(RequiresPermission, TemplateView):
    """The checklists that somebody signed in is asked to answer."""

    permission = Permission.CHECKLIST_ANSWER
    template_name = "assurance/checklist_mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ChecklistPart.objects.of(self.person).filter(council=self.council)
        parts = rows.select_related("group__round").order_by("sent_at", "group__round__closes_on")
        today = timezone.localdate()
        shown = [(part, part.group.round.is_open(today), is_workshop(part)) for part in parts]
        return super().get_context_data(**kwargs, parts=shown)


class OwnPart(RowForm):
    """A page about one's own part; anybody else's is not there."""

    permission = Permission.CHECKLIST_ANSWER
    record: ChecklistPart

    def rows(self) -> QuerySet[ChecklistPart]:
        rows = ChecklistPart.objects.of(self.request.user)  # type: ignore[arg-type]
        return rows.select_related("council", "group__round", "person")

    @property
    def part(self) -> ChecklistPart:
        return self.record

    @property
    def asks(self) -> dict[str, Any]:
        return {"by": self.person, "part": self.part}

    def start_url(self) -> str:
        return reverse("assurance:checklist-part", args=[self.part.pk])

    def line_url(self, entry: int) -> str:
        return reverse("assurance:checklist-line", args=[self.part.pk, entry])

    def back_url(self) -> str:
        return self.start_url()

    def sent(self) -> HttpResponse:
        messages.success(self.request, "Your answers are sent. Thank you")
        return redirect("assurance:checklist-mine")


@method_decorator(login_not_required, name="dispatch")
class LinkPart(ServiceFormMixin):
    """A page opened by a link. What the link may not do any more is said plainly."""

    part: ChecklistPart

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        address = request.META.get("REMOTE_ADDR", "")
        if is_too_many(f"checklist-link:{address}", MOST_REQUESTS):
            return told(request, "Too many requests", status=429)
        link = link_of(self.kwargs["token"], now=timezone.now())
        if link.part is None:
            guessed = is_too_many(f"checklist-guess:{address}", MOST_GUESSES)
            return told(request, "There is no such link", status=429 if guessed else 404)
        if link.state != LinkState.OPEN:
            return told(request, GONE[link.state], status=410)
        self.part = link.part
        request.council = link.part.council  # type: ignore[attr-defined]
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @property
    def asks(self) -> dict[str, Any]:
        return {"by": None, "part": self.part, "token": self.kwargs["token"]}

    def start_url(self) -> str:
        return reverse("assurance:checklist-link", args=[self.kwargs["token"]])

    def line_url(self, entry: int) -> str:
        return reverse("assurance:checklist-link-line", args=[self.kwargs["token"], entry])

    def get_success_url(self) -> str:
        return self.start_url()

    def sent(self) -> HttpResponse:
        return told(self.request, "Thank you. Your answers are sent", status=200)


def told(request: HttpRequest, title: str, *, status: int) -> HttpResponse:
    return render(request, "audit/link_gone.html", {"title": title}, status=status)


class Start(FormView[Form]):
    """What is asked, how far one is, and sending it."""

    template_name = "assurance/checklist_start.html"
    form_class = SendForm
    keeps_draft = False
    part: ChecklistPart

    @cached_property
    def lines(self) -> list[LineHeld]:
        return lines_held(self.part)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "is_workshop": is_workshop(self.part)}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            send_part(**self.asks, **form.cleaned_data)  # type: ignore[attr-defined]
        except RuleViolationError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return self.form_invalid(form)
        return self.sent()  # type: ignore[attr-defined, no-any-return]

    def sections(self, *, is_open: bool) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the lines under their statements; each leads to its page while it may change."""
        tasks: dict[str, list[dict[str, Any]]] = {}
        for line in self.lines:
            url = self.line_url(line.entry.pk) if is_open else ""  # type: ignore[attr-defined]
            task = {
                "label": line.entry.text,
                "url": url,
                "status": "Not answered",
                "colour": "grey",
            }
            if line.answer is not None and line.is_answered:
                task |= {"status": line.answer.get_agreement_display(), "colour": ""}
            tasks.setdefault(str(line.entry.statement), []).append(task)
        return list(tasks.items())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        round = self.part.group.round
        is_open = round.is_open(timezone.localdate()) and self.part.sent_at is None
        first = next((line for line in self.lines if not line.is_answered), None)
        url = self.line_url(first.entry.pk) if first else ""  # type: ignore[attr-defined]
        return super().get_context_data(
            **kwargs,
            part=self.part,
            round=round,
            is_open=is_open,
            is_workshop=is_workshop(self.part),
            sections=self.sections(is_open=is_open),
            answered=sum(line.is_answered for line in self.lines),
            total=len(self.lines),
            next_url=url,
        )


class Line(FormView[Form]):
    """One line: how far one agrees, why, and what evidence there is or is needed."""

    template_name = "assurance/checklist_line.html"
    form_class = LineForm
    part: ChecklistPart

    @cached_property
    def lines(self) -> list[LineHeld]:
        return lines_held(self.part)

    @cached_property
    def place(self) -> int:
        for place, line in enumerate(self.lines):
            if line.entry.pk == self.kwargs["entry"]:
                return place
        raise Http404("the round does not ask about this line")

    @property
    def line(self) -> LineHeld:
        return self.lines[self.place]

    def get_form_kwargs(self) -> dict[str, Any]:
        has_neither = self.part.group.round.has_neither
        return {**super().get_form_kwargs(), "has_neither": has_neither}

    def get_initial(self) -> dict[str, Any]:
        answer = self.line.answer
        names = ("agreement", "why", "evidence_held", "evidence_needed")
        return {name: getattr(answer, name) for name in names} if answer else {}

    def call_service(self, **data: Any) -> None:
        answer_line(**self.asks, entry=self.line.entry, **data)  # type: ignore[attr-defined]
        del self.lines

    def get_success_url(self) -> str:
        """Lead on to the next line without an answer, or back to the list."""
        following = next_unanswered(self.lines, self.kwargs["entry"])
        if following is None:
            return self.start_url()  # type: ignore[attr-defined, no-any-return]
        return self.line_url(following.pk)  # type: ignore[attr-defined, no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            part=self.part,
            line=self.line,
            number=self.place + 1,
            total=len(self.lines),
            start_url=self.start_url(),  # type: ignore[attr-defined]
            is_workshop=is_workshop(self.part),
        )


class PartStart(Start, OwnPart):
    pass


class PartLine(Line, OwnPart):
    pass


class LinkStart(Start, LinkPart):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_link_opened(part=self.part)
        return super().get(request, *args, **kwargs)


class LinkLine(Line, LinkPart):
    pass
