"""Who is due to be asked what the enquiry was like, asking them, and what they said."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from core.paginators import CappedPaginator
from core.permissions import Permission
from core.views import RequiresPermission
from safeguard.choices_work import QuestionKind, Respondent
from safeguard.forms_experience import YES, ConcludedPeriodForm, ExperienceForm
from safeguard.metrics.experience import asks_about_feeling_safer, due_to_ask, responses
from safeguard.models import (
    Enquiry,
    EnquiryQuerySet,
    ExperienceQuestion,
    ExperienceResponse,
    QuestionSet,
    RegisterSettings,
)
from safeguard.rules.experience import ask_by, days_late
from safeguard.services.experience import Asked, Given, record_experience
from safeguard.views.bases import PAGE, RecordPage
from safeguard.views.record_forms import EnquiryForm

WEEKS = RegisterSettings._meta.get_field("experience_weeks").default
YEAR = timedelta(days=365)


def weeks_to_ask(council_id: int) -> int:
    """Return how many weeks after closure the council asks."""
    held = RegisterSettings.objects.filter(council=council_id)
    return held.values_list("experience_weeks", flat=True).first() or WEEKS


class ExperienceList(RequiresPermission, ListView[Enquiry]):
    permission = Permission.CASE_VIEW
    template_name = "safeguard/experience_list.html"
    paginator_class = CappedPaginator
    paginate_by = PAGE

    def enquiries(self) -> EnquiryQuerySet:
        return Enquiry.objects.filter(council=self.council).visible_to(self.person)

    @cached_property
    def weeks(self) -> int:
        return weeks_to_ask(self.council.pk)

    def get_queryset(self) -> Any:
        due = due_to_ask(self.enquiries(), today=timezone.localdate(), weeks=self.weeks)
        return due.select_related("concern__adult__identity").defer(
            "plan", "concern__account", "concern__adult_view", "concern__decision_reason"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        today = timezone.localdate()
        form = ConcludedPeriodForm(self.request.GET if "start" in self.request.GET else None)
        span = (today - YEAR + timedelta(days=1), today)
        if form.is_valid() and form.cleaned_data["start"]:
            span = form.cleaned_data["start"], form.cleaned_data["end"]
        counted = responses(self.enquiries().filter(concluded_on__range=span))
        return {
            **found,
            "form": form,
            "start": span[0],
            "end": span[1],
            "weeks": self.weeks,
            "rates": [{"who": kind.label, "found": counted[kind]} for kind in Respondent],
            "asks_safer": asks_about_feeling_safer(self.council.pk),
            "due": [_due(enquiry, self.weeks) for enquiry in found["page_obj"]],
        }


def _due(enquiry: Enquiry, weeks: int) -> dict[str, Any]:
    assert enquiry.concluded_on  # noqa: S101 - chosen by its conclusion
    return {"enquiry": enquiry, "ask_by": ask_by(enquiry.concluded_on, weeks)}


class ExperienceRecord(EnquiryForm):
    """Asks first whose experience it is, because the wording and what is counted follow from it."""

    form_class = ExperienceForm
    template_name = "safeguard/experience_record.html"
    title = "Record what the enquiry was like"
    button = "Save the answers"

    @cached_property
    def respondent(self) -> str:
        wanted = self.request.GET.get("respondent", "")
        return wanted if wanted in Respondent.values else ""

    @cached_property
    def sets(self) -> list[QuestionSet]:
        """The sets that may have been in use since the enquiry closed, newest first."""
        closed = self.record.concluded_on or timezone.localdate()
        rows = QuestionSet.objects.filter(
            Q(retired_on__isnull=True) | Q(retired_on__gt=closed),
            council=self.council,
            in_use_from__lte=timezone.localdate(),
        )
        return list(rows)

    @cached_property
    def question_set(self) -> QuestionSet | None:
        """The set that is asked: the one on the form, else the one in the address, else the first.

        A newer set must not take the place of the one whose questions were just answered.
        """
        wanted = self.request.POST.get("question_set") or self.request.GET.get("set")
        chosen = (row for row in self.sets if str(row.pk) == wanted)
        return next(chosen, self.sets[0] if self.sets else None)

    @cached_property
    def questions(self) -> list[ExperienceQuestion]:
        if self.question_set is None:
            return []
        return list(self.question_set.questions.prefetch_related("options"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.respondent or self.question_set is None:
            return self.get(request, *args, **kwargs)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        shape = {"respondent": self.respondent, "questions": self.questions}
        return {**super().get_form_kwargs(), **shape}

    def get_initial(self) -> dict[str, Any]:
        return {"question_set": self.question_set.pk if self.question_set else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = {"respondent": self.respondent, "set": self.question_set, "sets": self.sets}
        whose = Respondent(self.respondent).label if self.respondent else ""
        kinds = [{"value": kind.value, "label": kind.label} for kind in Respondent]
        return {**super().get_context_data(**kwargs), **about, "whose": whose, "kinds": kinds}

    def call_service(self, **data: Any) -> None:
        assert self.question_set  # noqa: S101 - `post` sees to it
        about = ("asked_on", "asked_by", "how", "result", "note")
        asked = Asked(
            question_set=self.question_set,
            respondent=self.respondent,
            is_independent=data["is_independent"] == YES,
            relationship=data.get("relationship", ""),
            answers={row.pk: _given(row, data[f"q_{row.pk}"]) for row in self.questions},
            **{name: data[name] for name in about},
        )
        response = record_experience(by=self.person, enquiry=self.record, asked=asked)
        weeks = weeks_to_ask(self.council.pk)
        closed = self.record.concluded_on or response.asked_on
        late = days_late(response.asked_on, closed, weeks)
        days = "1 day" if late == 1 else f"{late} days"
        told = f"It was asked {days} after the {weeks} weeks in which this council asks"
        self.done_message = f"The answers are saved. {told}" if late else "The answers are saved"


def _given(question: ExperienceQuestion, value: str) -> Given:
    if question.kind == QuestionKind.TEXT:
        return Given(words=value)
    return Given(option=int(value)) if value else Given()


class ExperienceDetail(RecordPage):
    """The record is the enquiry; the address names one time that somebody was asked."""

    template_name = "safeguard/experience_detail.html"
    record: Enquiry
    response: ExperienceResponse

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        seen = Enquiry.objects.visible_to(request.user)
        rows = ExperienceResponse.objects.filter(enquiry__in=seen, pk=kwargs["pk"])
        found = rows.select_related("question_set", "recorded_by").first()
        if found:
            self.response = found
        return super().dispatch(request, *args, pk=found.enquiry_id if found else 0)

    def rows(self) -> EnquiryQuerySet:
        return Enquiry.objects.visible_to(self.request.user).select_related("council", "concern")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, closed = self.response, self.record.concluded_on
        weeks = weeks_to_ask(self.record.council_id)
        answers = row.answers.select_related("question", "option")
        is_adult = row.respondent == Respondent.ADULT
        facts = [
            {
                "key": answer.question.to_adult if is_adult else answer.question.to_representative,
                "value": str(answer),
            }
            for answer in answers
        ]
        back = reverse("safeguard:enquiry-detail", args=[self.record.pk])
        return {
            **super().get_context_data(**kwargs),
            "response": row,
            "facts": facts,
            "late": days_late(row.asked_on, closed, weeks) if closed else 0,
            "back_url": back,
        }
