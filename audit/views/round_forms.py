"""What is done to a round: its population, its draw, its auditors; opened, extended, closed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audit import forms_rounds, rounds_shown
from audit.cases import barred_from_audit
from audit.choices import PopulationSource, RoundStatus, SamplingMethod
from audit.models import FrameEntry, RoundAuditor
from audit.populations import Population, population_of
from audit.reference_files import read_references, typed_references
from audit.services import allocating, round_auditors, round_draw, rounds, second_readings
from audit.views.bases import CaseAuditForm, RoundForm
from core import access
from core.errors import InputError, RuleViolationError
from core.models import Team, User
from core.permissions import Permission
from safeguard.models import Provider

LISTED = 500


class RoundPopulation(RoundForm):
    title = "Population of the round"
    form_class = forms_rounds.PopulationForm
    button = "Save and go on to the draw"
    done_message = "The population is set"

    def get_form_kwargs(self) -> dict[str, Any]:
        council = self.record.council
        teams = Team.objects.filter(organisation=council).values_list("pk", "name")
        leads = access.people_with(Permission.CASE_RECORD, council).values_list("pk", "full_name")
        providers = Provider.objects.filter(council=council).order_by("name")
        options = {
            "team": list(teams),
            "lead": list(leads[:LISTED]),
            "provider": list(providers.values_list("pk", "name")[:LISTED]),
        }
        subject = self.record.version.tool.subject
        return {**super().get_form_kwargs(), "subject": subject, "options": options}

    def get_initial(self) -> dict[str, Any]:
        held = self.record.population
        return {
            "source": self.record.population_source,
            "basis": held.get("basis", "ended"),
            **{k: v for k, v in held.items() if k not in ("references", "nominated")},
            "references": "\n".join(held.get("references", ())),
        }

    def call_service(self, **data: Any) -> None:
        form: Any = self.get_form()
        form.is_valid()
        lines: list[tuple[int, str]] = []
        name = ""
        if data["source"] == PopulationSource.REFERENCES:
            lines, name = self._lines(data)
        rounds.set_population(
            by=self.person,
            audit_round=self.record,
            source=data["source"],
            filters=form.chosen(),
            references=lines,
            filename=name,
        )

    def _lines(self, data: dict[str, Any]) -> tuple[list[tuple[int, str]], str]:
        file = data.get("file")
        if not file:
            return typed_references(data["references"]), ""
        try:
            return read_references(file.name, file.read()), file.name
        except InputError as error:
            raise ValidationError({"file": str(error)}) from error

    def get_success_url(self) -> str:
        return reverse("audit:round-sample", args=[self.record.pk])


class RoundSample(RoundForm):
    title = "How cases are drawn"
    form_class = forms_rounds.SampleForm
    button = "Save and go on"
    done_message = "The draw is settled"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "subject": self.record.version.tool.subject}

    def get_initial(self) -> dict[str, Any]:
        this, quotas = self.record, list(self.record.quotas.all())
        if this.wanted_total is None and this.wanted_per_team is None and not quotas:
            return self._as_the_tool_says()
        return {
            "method": this.method,
            "wanted_total": this.wanted_total,
            "wanted_per_team": this.wanted_per_team,
            "stratify_by": this.stratify_by,
            "quota_of": quotas[0].condition.get("fact") if quotas else "",
            "quotas": "\n".join(_line(quota) for quota in quotas),
            "nominated": "\n".join(this.population.get("nominated", ())),
            "method_reason": this.method_reason,
            "allows_repeats": this.allows_repeats,
            "repeats_reason": this.repeats_reason,
        }

    def _as_the_tool_says(self) -> dict[str, Any]:
        said = self.record.version.content.get("sampling") or {}
        size = said.get("size") or {}
        quotas = said.get("quota") or []
        first = quotas[0]["where"] if quotas else {}
        return {
            "method": SamplingMethod.QUOTA if quotas else said.get("method"),
            "wanted_total": size.get("total"),
            "wanted_per_team": size.get("count") if size.get("per") == "team" else None,
            "stratify_by": said.get("stratify_by") or [],
            "quota_of": first.get("fact", ""),
            "quotas": "\n".join(
                f"{quota['where'].get('eq')}: {round(quota['share'] * 100)}%" for quota in quotas
            ),
        }

    def call_service(self, **data: Any) -> None:
        data.pop("quota_of")
        data["nominated"] = typed_references(data["nominated"])
        rounds.set_sample(by=self.person, audit_round=self.record, **data)

    def get_success_url(self) -> str:
        return reverse("audit:round-work", args=[self.record.pk])


def _line(quota: Any) -> str:
    amount = f"{round(quota.share * 100)}%" if quota.share is not None else str(quota.wanted)
    return f"{quota.condition.get('eq')}: {amount}"


class RoundWork(RoundForm):
    title = "Deadlines and second readings"
    form_class = forms_rounds.WorkForm
    done_message = "Saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "audit_round": self.record}

    def get_initial(self) -> dict[str, Any]:
        this = self.record
        said = (this.version.content.get("workflow") or {}).get("moderation") or {}
        is_new = this.changed_at is None or not this.second_read_share
        share = said.get("sample_share") or 0 if is_new else this.second_read_share
        return {
            "due_on": this.due_on,
            "moderation_due_on": this.moderation_due_on,
            "second_reads": round(float(share) * 100),
            "reaudit_below": this.reaudit_below,
            "reaudit_weeks": this.reaudit_weeks,
            "reaudit_scope": this.reaudit_scope or "",
        }

    def call_service(self, **data: Any) -> None:
        share = Decimal(data.pop("second_reads")) / 100
        rounds.set_work(by=self.person, audit_round=self.record, second_read_share=share, **data)


class RoundAuditorSet(RoundForm):
    title = "Add somebody to the round"
    explanation = "Nobody is given a case they recorded, led, decided on or closed."
    form_class = forms_rounds.RoundAuditorForm
    done_message = "Saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = access.people_with(Permission.AUDIT_DO, self.record.council)
        return {**super().get_form_kwargs(), "people": people}

    def call_service(self, **data: Any) -> None:
        round_auditors.add_auditor(by=self.person, audit_round=self.record, **data)


class RoundConfirm(RoundForm):
    """A page of a round that asks before something happens."""

    template_name = "audit/round_confirm.html"
    form_class = forms.Form
    keeps_draft = False


class RoundAuditorRemove(RoundConfirm):
    title = "Take somebody out of the round"
    button = "Take them out"
    done_message = "They are no longer in the round"

    @cached_property
    def place(self) -> RoundAuditor:
        rows = RoundAuditor.objects.filter(round=self.record).select_related("person")
        return get_object_or_404(rows, pk=self.kwargs["place"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = f"{self.place.person} audits and moderates nothing in this round from now on."
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        person: User = self.place.person
        round_auditors.remove_auditor(by=self.person, audit_round=self.record, person=person)


class RoundFreeze(RoundConfirm):
    """Shows sizes only: the seed was set before anybody saw the cases."""

    title = "Fix the population"
    template_name = "audit/round_freeze.html"
    button = "Fix the population"
    done_message = "The population is fixed"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.record.status != RoundStatus.PLANNED:
            return super().get_context_data(**kwargs, problem="The population is fixed already")
        found = population_of(self.record, today=timezone.localdate())
        return super().get_context_data(
            **kwargs, population=found, round=self.record, **self._wanted(found)
        )

    def _wanted(self, found: Population) -> dict[str, Any]:
        try:
            wanted = round_draw.wanted_numbers(self.record, found.groups, found.nominated)
        except RuleViolationError as error:
            return {"problem": str(error), "groups": []}
        sizes = found.groups if self.record.method != SamplingMethod.TARGETED else {}
        names = dict.fromkeys([*sizes, *wanted])
        groups = [
            [name or "All other cases" if len(names) > 1 else name or "All", sizes.get(name, 0), n]
            for name in names
            for n in [wanted.get(name, 0)]
        ]
        sample = sum(min(n, sizes.get(name, n)) for name, n in wanted.items())
        says = rounds_shown.says(self.record, sample, found.eligible, found.groups)
        columns = [
            {"label": "Group"},
            {"label": "Cases", "numeric": True},
            {"label": "To be drawn", "numeric": True},
        ]
        return {"groups": groups, "columns": columns, "says": says, "sample": sample}

    def call_service(self, **data: Any) -> None:
        round_draw.freeze_population(by=self.person, audit_round=self.record)


class RoundDraw(RoundConfirm):
    title = "Draw the sample"
    button = "Draw the sample"
    done_message = "The sample is drawn"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = (
            f"Cases are drawn from the fixed population by the seed “{self.record.seed}”. "
            "Anybody who repeats the draw comes to the same cases."
        )
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        round_draw.draw_round(by=self.person, audit_round=self.record)


class RoundOpen(RoundConfirm):
    title = "Share out the audits"
    button = "Share out the audits"
    done_message = "The round is open"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = (
            "Each drawn case is given to the auditor with the most room who had no hand in it. "
            "You can give audits to others afterwards."
        )
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        allocating.open_round(by=self.person, audit_round=self.record)


class RoundSettle(RoundConfirm):
    title = "Settle submitted audits"
    button = "Settle them"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = (
            "Each submitted audit is read a second time where chance or a rule of the tool asks "
            "for it; the others are agreed."
        )
        return super().get_context_data(**kwargs, text=text)

    def call_service(self, **data: Any) -> None:
        number = second_readings.settle_round(by=self.person, audit_round=self.record)
        messages.success(self.request, f"Audits settled: {number}")


class RoundExtend(RoundForm):
    title = "Give everybody longer"
    explanation = "For all audits of the round that are not submitted yet."
    form_class = forms_rounds.ExtendForm
    done_message = "The deadline is moved"

    def call_service(self, **data: Any) -> None:
        allocating.extend_audits(by=self.person, audit_round=self.record, **data)


class RoundClose(RoundForm):
    title = "Close the round"
    form_class = forms_rounds.CloseRoundForm
    button = "Close the round"
    done_message = "The round is closed"

    def call_service(self, **data: Any) -> None:
        allocating.close_round(by=self.person, audit_round=self.record, **data)


class RoundAbandon(RoundForm):
    title = "Give the round up"
    explanation = "What was fixed and drawn is kept. No audit was opened yet."
    form_class = forms_rounds.ReasonForm
    button = "Give it up"
    done_message = "The round is given up"

    def call_service(self, **data: Any) -> None:
        allocating.abandon_round(by=self.person, audit_round=self.record, **data)


class CaseReplace(RoundForm):
    title = "Replace a case"
    explanation = "The next case in the order of the draw takes its place. The reason is kept."
    form_class = forms_rounds.ReasonForm
    button = "Replace it"

    @cached_property
    def entry(self) -> FrameEntry:
        rows = FrameEntry.objects.drawn().filter(round=self.record)
        return get_object_or_404(rows, pk=self.kwargs["entry"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, title=f"Replace {self.entry.reference}")

    def call_service(self, **data: Any) -> None:
        new = allocating.replace_case(by=self.person, entry=self.entry, **data)
        messages.success(self.request, f"{new.reference} takes the place of {self.entry.reference}")


class AuditReassign(CaseAuditForm):
    title = "Give this audit to somebody"
    form_class = forms_rounds.ReassignForm
    done_message = "The audit has its auditor"
    template_name = "audit/reassign.html"

    @cached_property
    def barred(self) -> dict[int, str]:
        return barred_from_audit(self.record)

    @cached_property
    def people(self) -> QuerySet[User]:
        return access.people_with(Permission.AUDIT_DO, self.record.council)

    def get_form_kwargs(self) -> dict[str, Any]:
        allowed = self.people.exclude(pk__in=list(self.barred))
        return {**super().get_form_kwargs(), "people": allowed}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.record.due_on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tied = self.people.filter(pk__in=list(self.barred))
        rows = [(who.full_name, self.barred[who.pk]) for who in tied]
        return super().get_context_data(**kwargs, tied=rows)

    def call_service(self, **data: Any) -> None:
        allocating.reassign_audit(by=self.person, audit=self.record, **data)
