"""Case-tracking samples: the list, one sample, the key to its codes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView, TemplateView

from assurance.choices_visit import CaseStage, SampleStatus
from assurance.forms_tracking import SamplePlanForm
from assurance.models import PreReadNote, TrackingCase, TrackingSample
from assurance.services.tracking_samples import plan_sample
from assurance.views.visit_bases import OfCase, VisitPage, VisitStart
from assurance.visit import tracking_shown
from assurance.visit.tracking_design import tracking_design
from core import access
from core.dates import add_months
from core.permissions import Permission

OPEN = (SampleStatus.LISTED, SampleStatus.PICKED, SampleStatus.TRACKED)


class TrackingList(VisitPage, ListView[TrackingSample]):
    template_name = "assurance/tracking_list.html"
    paginate_by = 50

    def get_queryset(self) -> QuerySet[TrackingSample]:
        rows = TrackingSample.objects.visible_to(self.person).filter(council=self.council)
        counted = rows.annotate(
            standing=Count(
                "cases",
                filter=Q(cases__place__isnull=False) & ~Q(cases__stage=CaseStage.STOOD_DOWN),
            ),
            tracked=Count("cases", filter=Q(cases__stage=CaseStage.TRACKED)),
        )
        return counted.defer("added").order_by("-ends_on", "-pk")


class TrackingPlan(VisitStart):
    form_class = SamplePlanForm
    title = "Plan a case-tracking sample"
    explanation = (
        "The list is drawn by chance from everybody with casework in the period, so that enough "
        "cases of each kind are on it. Usual sizes and quotas are set; change them next."
    )
    back_name, back_label = "assurance:tracking-list", "Case tracking"
    made: TrackingSample

    def get_initial(self) -> dict[str, Any]:
        today = timezone.localdate()
        months = tracking_design().window_months
        return {"starts_on": add_months(today, -months), "ends_on": today}

    def call_service(self, **data: Any) -> None:
        self.made = plan_sample(by=self.person, council=self.council, **data)

    def get_success_url(self) -> str:
        return reverse("assurance:tracking-quotas", args=[self.made.pk])


class OneSample(VisitPage, TemplateView):
    """A page of one sample."""

    @cached_property
    def sample(self) -> TrackingSample:
        rows = TrackingSample.objects.visible_to(self.person).filter(council=self.council)
        return get_object_or_404(rows.select_related("council"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, sample=self.sample)

    @property
    def may_see_key(self) -> bool:
        """The key names cases: it is for those who may take references out of the register."""
        return access.is_offered(self.request, Permission.CASE_EXPORT, council=self.council)


class TrackingDetail(OneSample):
    """Quotas and shortfalls, the list by code, who agreed, what was read through."""

    template_name = "assurance/tracking_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        this = self.sample
        cases = list(
            TrackingCase.objects.filter(sample=this, place__isnull=False)
            .select_related("stands_in_for")
            .order_by("place")
        )
        notes = PreReadNote.objects.filter(case__sample=this).only("case_id", "state")
        is_open = this.status in OPEN
        return super().get_context_data(
            **kwargs,
            quotas=tracking_shown.quotas_shown(this.quotas.all()),
            rows=tracking_shown.cases_shown(cases, notes, is_open=is_open),
            stood_down=[case for case in cases if case.stage == CaseStage.STOOD_DOWN],
            left_out=TrackingCase.objects.filter(sample=this)
            .exclude(left_out_because="")
            .only("left_out_because", "left_out_note")
            .order_by("left_out_because", "pk"),
            short=tracking_shown.shortfalls(this, cases),
            asked=tracking_shown.asked(cases),
            step=tracking_shown.next_step(this),
            is_open=is_open,
            may_see_key=self.may_see_key,
            design=tracking_design(),
        )


class TrackingCaseDetail(OfCase, OneSample):
    """One listed case by its code: its facts, the answer, what was read."""

    template_name = "assurance/tracking_case.html"

    @cached_property
    def case(self) -> TrackingCase:
        rows = TrackingCase.objects.filter(sample=self.sample, place__isnull=False)
        return get_object_or_404(rows.select_related("stands_in_for"), pk=self.kwargs["case"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        design = tracking_design()
        notes = {note.point: note for note in self.case.pre_read.select_related("read_by")}
        return super().get_context_data(
            case=self.case,
            colour=tracking_shown.COLOURS[CaseStage(self.case.stage)],
            facts=[
                {
                    "key": fact.label,
                    "value": ", ".join(
                        fact.words(value) for value in self.case.facts.get(fact.key, ())
                    )
                    or "Not known",
                }
                for fact in design.facts
            ],
            points=[(point, notes.get(point.key)) for point in design.pre_read],
            is_open=self.sample.status in OPEN and self.case.stage != CaseStage.STOOD_DOWN,
        )


class TrackingKey(OneSample):
    """Which case stands behind which code, for those who may take references out."""

    template_name = "assurance/tracking_key.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return super().dispatch(request, *args, **kwargs)
        council = access.chosen_council(request, self.permission)
        if council is None or not access.is_offered(
            request, Permission.CASE_EXPORT, council=council
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = TrackingCase.objects.filter(sample=self.sample, place__isnull=False)
        return super().get_context_data(**kwargs, rows=rows.order_by("place"))
