"""Pages for somebody outside, by a link for one part: no account, and nothing else to see."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from audit.doing.links import LinkState, link_of
from audit.doing.routes import Routes
from audit.doing.start_page import section_lines, shared_with
from audit.doing.work import Work, work_of
from audit.models import AuditAlert, AuditStrand
from audit.rules.strands import strand_of
from audit.services.answering import begin_part
from audit.services.strands import note_link_opened, record_consent
from audit.views.answering import AnswerMixin, SectionMixin
from audit.views.finishing import FinishMixin
from audit.views.parts import PartPage
from core.errors import RuleViolationError

# Of one address in a minute: guesses at links, and requests by a good one.
MOST_GUESSES, MOST_REQUESTS = 20, 240
WINDOW = 60
GONE = {
    LinkState.EXPIRED: "This link has expired",
    LinkState.USED: "These answers have been sent",
    LinkState.REVOKED: "This link was taken back",
    LinkState.CLOSED: "This review has ended",
}


def is_too_many(name: str, most: int) -> bool:
    """Count one more of `name` in this minute, and say whether that is too many."""
    if cache.add(name, 1, WINDOW):
        return False
    try:
        return int(cache.incr(name)) > most
    except ValueError:
        return False


@method_decorator(login_not_required, name="dispatch")
class LinkPage(PartPage):
    """A page opened by a link. What the link may not do any more is said plainly."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        address = request.META.get("REMOTE_ADDR", "")
        if is_too_many(f"audit-link:{address}", MOST_REQUESTS):
            return self.told(request, "Too many requests", status=429)
        link = link_of(self.kwargs["token"], now=timezone.now())
        if link.strand is None:
            guessed = is_too_many(f"audit-guess:{address}", MOST_GUESSES)
            status = 429 if guessed else 404
            return self.told(request, "There is no such link", status=status)
        if link.state != LinkState.OPEN:
            return self.told(request, GONE[link.state], status=410)
        self.found = link.strand
        request.council = link.strand.audit.council  # type: ignore[attr-defined]
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        # Not "no-referrer": a browser then says of a form only that it comes from nowhere.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def told(self, request: HttpRequest, title: str, *, status: int) -> HttpResponse:
        return render(request, "audit/link_gone.html", {"title": title}, status=status)

    @cached_property
    def work(self) -> Work:
        return work_of(self.found.audit)

    @cached_property
    def strand(self) -> AuditStrand:
        return self.work.strand(self.found.pk)

    @property
    def asks(self) -> dict[str, Any]:
        return {"by": None, "token": self.kwargs["token"]}

    @property
    def routes(self) -> Routes:
        return Routes(self.strand, self.kwargs["token"])

    @property
    def needs_consent(self) -> bool:
        told = strand_of(self.work.document, self.strand.key)
        return bool(told.get("consent_required")) and self.strand.consent_given is not True


class LinkStart(LinkPage, TemplateView):
    """What is asked and why, consent where the tool wants it, and the sections."""

    template_name = "audit/link_start.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        note_link_opened(strand=self.strand)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = section_lines(self.work, self.strand, self.routes) if self.strand.begun_at else []
        return super().get_context_data(
            **kwargs,
            **self.shared_context(),
            lines=lines,
            needs_consent=self.needs_consent,
            shared=shared_with(self.work, self.strand),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        agreed = request.POST.get("agree")
        try:
            if self.needs_consent:
                if agreed not in ("yes", "no"):
                    words = "Choose whether you agree to take part"
                    return self.render_to_response(self.get_context_data(error=words))
                today = timezone.localdate()
                record_consent(strand=self.strand, given=agreed == "yes", on=today, **self.asks)
                if agreed == "no":
                    return self.told(request, "You have chosen not to take part", status=200)
            begin_part(strand=self.strand, **self.asks)
        except RuleViolationError as error:
            return self.render_to_response(self.get_context_data(error=str(error)))
        first = self.work.sections(self.strand)[0]
        return redirect(self.routes.section(first["code"]))


class LinkSection(LinkPage, SectionMixin):
    pass


class LinkAnswer(LinkPage, AnswerMixin):
    def alert_url(self, alert: AuditAlert) -> str:
        return ""


class LinkFinish(LinkPage, FinishMixin):
    def done(self) -> HttpResponse:
        return self.told(self.request, "Thank you. Your answers are sent", status=200)
