"""The page on which anybody with a group's link answers a survey: no account, nothing kept of them.

That somebody has answered is kept in their own browser only, so that they are not asked twice.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from core.errors import RuleViolationError
from sab.forms_surveys import AnswerSurveyForm
from sab.models import SurveyGroup
from sab.services.surveys import answer_survey

# Requests of one address in a minute: a team answers from behind one address.
MOST_REQUESTS, WINDOW = 240, 60
ANSWERED, DAYS = "answered", 24 * 60 * 60


def is_too_many(address: str) -> bool:
    """Count one more request of an address in this minute, and say whether that is too many."""
    name = f"survey:{address}"
    if cache.add(name, 1, WINDOW):
        return False
    try:
        return int(cache.incr(name)) > MOST_REQUESTS
    except ValueError:
        return False


@method_decorator(login_not_required, name="dispatch")
class SurveyAnswerPage(FormView[Form]):
    template_name = "sab/survey_answer.html"
    form_class = AnswerSurveyForm
    group: SurveyGroup

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_too_many(request.META.get("REMOTE_ADDR", "")):
            return self.told("Too many requests", status=429)
        rows = SurveyGroup.objects.select_related("survey__board", "partner")
        found = rows.filter(token=self.kwargs["token"]).first()
        if found is None:
            return self.told("There is no such survey", status=404)
        self.group, today = found, timezone.localdate()
        if found.survey.is_over_on(today):
            return self.told("This survey is closed", status=410)
        if not found.survey.is_open_on(today):
            return self.told("This survey has not opened yet")
        if request.method == "GET" and ANSWERED in request.COOKIES and "again" not in request.GET:
            return self.told("You have answered from this browser", may_answer_again=True)
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def told(self, title: str, status: int = 200, **more: Any) -> HttpResponse:
        shown = {"title": title, "path": self.request.path, **more}
        return render(self.request, "sab/survey_told.html", shown, status=status)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "questions": self.group.survey.questions.all()}

    def form_valid(self, form: Form) -> HttpResponse:
        said = form.said if isinstance(form, AnswerSurveyForm) else {}
        try:
            answer_survey(group=self.group, said=said)
        except RuleViolationError as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        response = self.told("Thank you. Your answers are in")
        response.set_cookie(
            ANSWERED,
            "yes",
            max_age=90 * DAYS,
            path=self.request.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"group": self.group, "survey": self.group.survey}
        return {**super().get_context_data(**kwargs), **about}
