"""What is done to a case-tracking sample: quotas, the draw, picks, answers, replacements, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from assurance import forms_tracking
from assurance.choices_visit import CaseStage, SampleStatus
from assurance.models import TrackingCase
from assurance.rules.case_tracking import Quota
from assurance.services import tracking_cases, tracking_samples
from assurance.views.visit_bases import CaseForm, SampleConfirm, SampleForm
from assurance.visit.tracking_design import tracking_design
from assurance.visit.tracking_frame import frame_of
from core.errors import RuleViolationError


class TrackingQuotas(SampleForm):
    title = "Sizes and quotas"
    explanation = (
        "A quota is at least so many listed cases of a kind. One case counts towards every quota "
        "it fits. Empty a number to drop its quota."
    )
    form_class = forms_tracking.SizesAndQuotasForm
    done_message = "Saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "quotas": self.record.quotas.all()}

    def get_initial(self) -> dict[str, Any]:
        names = ("list_size", "pick_size", "track_size", "reserve_size")
        return {name: getattr(self.record, name) for name in names}

    def form_valid(self, form: Any) -> HttpResponse:
        self.quotas = [Quota(*each) for each in form.quotas()]
        return super().form_valid(form)

    def call_service(self, **data: Any) -> None:
        sizes = {name: data[name] for name in self.get_initial()}
        tracking_samples.set_sizes_and_quotas(
            by=self.person, sample=self.record, quotas=self.quotas, **sizes
        )

    def refused(self, form: Any, error: RuleViolationError) -> HttpResponse:
        form.add_error(None, str(error))
        return self.form_invalid(form)


class TrackingFile(SampleForm):
    title = "Add cases and facts from a file"
    form_class = forms_tracking.AddedFileForm
    template_name = "assurance/tracking_file.html"
    done_message = "The file is read"
    button = "Read the file"
    keeps_draft = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, design=tracking_design())

    def call_service(self, **data: Any) -> None:
        file = data["file"]
        tracking_samples.add_from_file(
            by=self.person, sample=self.record, filename=file.name, content=file.read()
        )


class TrackingFreeze(SampleConfirm):
    """Shows sizes only: the seed was set before anybody saw the cases."""

    title = "Fix the cases"
    button = "Fix the cases"
    done_message = "The cases are fixed"
    form_class = forms.Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        if self.record.status != SampleStatus.PLANNED:
            return {**found, "problem": "The cases are fixed already."}
        frame = frame_of(self.record)
        text = (
            f"{len(frame.cases):,} people had casework in the period or are named by the file. "
            f"{len(frame.left_out):,} of them have died and are left out. The list is drawn from "
            "the others; you can leave out more before the draw."
        )
        return {**found, "text": text}

    def call_service(self, **data: Any) -> None:
        tracking_samples.freeze_frame(by=self.person, sample=self.record)


class TrackingLeaveOut(SampleForm):
    title = "Leave a case out"
    explanation = "Before the list is drawn. How many were left out, and why, stays with the list."
    form_class = forms_tracking.LeaveOutForm
    button = "Leave it out"
    done_message = "The case is left out"

    def call_service(self, **data: Any) -> None:
        tracking_samples.leave_out(by=self.person, sample=self.record, **data)


class TrackingDraw(SampleConfirm):
    title = "Draw the list"
    button = "Draw the list"
    form_class = forms.Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = (
            f"{self.record.list_size} cases are drawn by the seed “{self.record.seed}”. Whoever "
            "repeats the draw from the same cases comes to the same list."
        )
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        drawn = tracking_samples.draw_sample(by=self.person, sample=self.record)
        messages.success(self.request, f"The list is drawn: {len(drawn.references)} cases")


class TrackingPick(SampleForm):
    """Which cases the assessor picked."""

    title = "Cases picked"
    explanation = "Those the assessor chose from your list."
    form_class = forms_tracking.CodesForm
    done_message = "The cases picked are recorded"
    stage = CaseStage.LISTED

    def get_form_kwargs(self) -> dict[str, Any]:
        cases = self.record.cases.filter(stage=self.stage).order_by("place")
        return {**super().get_form_kwargs(), "cases": cases}

    def call_service(self, **data: Any) -> None:
        tracking_cases.pick_cases(by=self.person, sample=self.record, **data)


class TrackingPickBySeed(SampleConfirm):
    title = "Pick cases by chance"
    button = "Pick them"
    form_class = forms.Form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = (
            f"{self.record.pick_size} cases of the list are picked by the seed, as an assessor "
            "might pick them. This is for rehearsals."
        )
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        chosen = tracking_cases.pick_by_seed(by=self.person, sample=self.record)
        messages.success(self.request, f"{len(chosen)} cases are picked")


class TrackingChoose(TrackingPick):
    title = "Cases to track"
    explanation = (
        "Only cases whose person agreed can be tracked. The other picked cases are kept in reserve."
    )
    done_message = "The cases are tracked"
    stage = CaseStage.PICKED

    def call_service(self, **data: Any) -> None:
        tracking_cases.choose_tracked(by=self.person, sample=self.record, **data)


class TrackingClose(SampleForm):
    title = "Close the sample"
    explanation = "Nothing in it changes afterwards."
    form_class = forms_tracking.ClosingForm
    button = "Close it"
    done_message = "The sample is closed"

    def call_service(self, **data: Any) -> None:
        tracking_samples.close_sample(by=self.person, sample=self.record, **data)


class TrackingExport(SampleForm):
    title = "Take the list as a file"
    explanation = (
        "Codes and the facts you choose, without references or names. Few people may share several "
        "facts: choose no more than were asked for."
    )
    form_class = forms_tracking.TrackingListForm
    button = "Make the file"
    keeps_draft = False
    made: tuple[str, bytes]

    def call_service(self, **data: Any) -> None:
        self.made = tracking_cases.export_list(by=self.person, sample=self.record, **data)

    def form_valid(self, form: Any) -> HttpResponse:
        found = super().form_valid(form)
        if not hasattr(self, "made"):
            return found
        name, content = self.made
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


class OneCase(CaseForm):
    """A form about one listed case."""

    @cached_property
    def case(self) -> TrackingCase:
        return get_object_or_404(self.case_rows(), pk=self.kwargs["case"])

    def back_url(self) -> str:
        return reverse("assurance:tracking-case", args=[self.kwargs["case"]])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs, case=self.case)
        return {**found, "back_label": self.case.code, "title": f"{self.title}: {self.case.code}"}


class TrackingConsent(OneCase):
    title = "What the person said"
    explanation = "Nothing but a yes, or a decision in the person's best interests, counts as one."
    form_class = forms_tracking.ConsentForm
    done_message = "The answer is recorded"

    def get_initial(self) -> dict[str, Any]:
        case = self.case
        return {"consent": case.consent, "on": case.consent_on, "note": case.consent_note}

    def call_service(self, **data: Any) -> None:
        tracking_cases.record_consent(by=self.person, case=self.case, **data)


class TrackingStandDown(OneCase):
    title = "Stand down"
    explanation = (
        "In place of a tracked case comes the first in reserve whose person agreed; in place of a "
        "listed one, the next in the order of the draw. The reason is kept."
    )
    form_class = forms_tracking.ReasonForm
    button = "Stand it down"

    def call_service(self, **data: Any) -> None:
        instead = tracking_cases.stand_down(by=self.person, case=self.case, **data)
        told = f"{instead.code} takes its place" if instead else "No case takes its place"
        messages.success(self.request, f"{self.case.code} stands down. {told}")

    def get_success_url(self) -> str:
        return reverse("assurance:tracking-detail", args=[self.record.pk])


class TrackingPreRead(OneCase):
    title = "Reading list"
    explanation = "Read the record as a stranger would. A gap found now can still be mended."
    form_class = forms_tracking.PreReadForm
    done_message = "What you found is recorded"

    def get_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for note in self.case.pre_read.all():
            found[f"{note.point}_state"], found[f"{note.point}_note"] = note.state, note.note
        return found

    def form_valid(self, form: Any) -> HttpResponse:
        self.found = form.found()
        return super().form_valid(form)

    def call_service(self, **data: Any) -> None:
        tracking_cases.note_pre_read(by=self.person, case=self.case, found=self.found)
