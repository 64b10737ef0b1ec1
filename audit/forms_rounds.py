"""The shape of what planning and running a round asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from audit.choices import PopulationSource, ReauditScope, SamplingMethod, Subject
from audit.facts_of_frame import DIVISIONS, OF_SUBJECT, TEAM
from audit.models import AuditRound, ToolVersion
from audit.services.rounds import Quota
from core.models import User
from safeguard.choices import DecisionResult, EnquiryKind, Priority, Referrer, RiskOutcome
from safeguard.forms_enquire import day, one_of, person, words

ANY = ("", "Any")
STARTED = "started"
SCOPES = (
    ReauditScope.SAME_CASE,
    ReauditScope.SAME_PRACTITIONER,
    ReauditScope.SAME_WORKER,
)


def number(label: str, help_text: str = "", *, most: int = 10_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=1, max_value=most, required=False
    )


def choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[ANY, *choices], required=False)


class RoundPlanForm(forms.Form):
    version = forms.ModelChoiceField(
        label="Tool", queryset=ToolVersion.objects.none(), empty_label="Choose a published version"
    )
    name = forms.CharField(label="Name of the round", max_length=160)
    starts_on = day("First day of the period")
    ends_on = day("Last day of the period")
    theme = forms.CharField(label="Theme", max_length=160, required=False)
    purpose = words("What it is for", required=False, rows=3)
    seed = forms.CharField(
        label="Seed of the draw",
        max_length=80,
        required=False,
        help_text=(
            "Any words or figures, set now, before anybody sees the cases. They let anybody repeat "
            "the draw. If you leave it empty, one is made."
        ),
    )

    def __init__(self, *args: Any, versions: QuerySet[ToolVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]


class PopulationForm(forms.Form):
    """Filters, or references in a file or typed; the filters are those of the tool's subject."""

    source = one_of("Which cases may be drawn?", PopulationSource.choices)
    basis = one_of("Cases of the period are those that", ())
    kind = choice("Kind of enquiry", EnquiryKind.choices)
    decision = choice("Decision", DecisionResult.choices)
    team = choice("Team", ())
    lead = choice("Lead", ())
    provider = choice("Provider", ())
    outcome = choice("Risk outcome", RiskOutcome.choices)
    priority = choice("Priority", Priority.choices)
    referrer = choice("Raised by", Referrer.choices)
    file = forms.FileField(
        label="File of references",
        required=False,
        help_text="CSV or Excel, with a column headed “reference”; else its first column is read.",
    )
    references = words("Or references, one a line", required=False, rows=4)

    FILTERS = {
        Subject.ENQUIRY: ("basis", "kind", "team", "lead", "provider", "outcome", "priority"),
        Subject.CONCERN: ("basis", "decision", "team", "provider", "priority", "referrer"),
        Subject.WORKER: (),
        Subject.ORGANISATION: (),
    }

    def __init__(
        self, *args: Any, subject: str, options: dict[str, list[tuple[int, str]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.filters = self.FILTERS[Subject(subject)]
        for name in [name for name in self.fields if name not in ("source", "file", "references")]:
            if name not in self.filters:
                del self.fields[name]
        if "basis" in self.fields:
            ends = "concluded in it" if subject == Subject.ENQUIRY else "were decided in it"
            begins = "started in it" if subject == Subject.ENQUIRY else "were received in it"
            self.fields["basis"].choices = [("ended", ends), (STARTED, begins)]  # type: ignore[attr-defined]
            self.fields["basis"].required = False
        for name, rows in options.items():
            if name in self.fields:
                self.fields[name].choices = [ANY, *rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_file = cleaned.get("source") == PopulationSource.REFERENCES
        if is_file and not cleaned.get("file") and not cleaned.get("references"):
            self.add_error("file", "Choose a file, or type references")
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """Return the filters as a round keeps them: keys as numbers, what is not given left out."""
        held = {name: self.cleaned_data[name] for name in self.filters if self.cleaned_data[name]}
        keys = {"team", "lead", "provider"}
        return {name: int(value) if name in keys else value for name, value in held.items()}


class SampleForm(forms.Form):
    method = one_of("How are cases drawn?", SamplingMethod.choices)
    wanted_total = number("How many cases in all")
    wanted_per_team = number(
        "Or how many from each team", "Only with a random draw, instead of a number in all."
    )
    stratify_by = forms.MultipleChoiceField(
        label="Groups that the draw represents",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only for a draw within groups. Each has its share, and at least one case.",
    )
    quota_of = forms.ChoiceField(
        label="Quotas by", required=False, help_text="Only for quotas: what they are set on."
    )
    quotas = words(
        "Quotas, one a line",
        "The value, a colon, and a number of cases or a share: not_enquiry: 50%",
        required=False,
        rows=4,
    )
    nominated = words(
        "Named cases, one reference a line",
        "Only for a targeted draw, or for cases that come before those drawn by chance.",
        required=False,
        rows=4,
    )
    method_reason = words("Why these cases", "Needed for a targeted draw.", required=False, rows=3)
    allows_repeats = forms.BooleanField(
        label="Cases audited in the last year may be drawn again", required=False
    )
    repeats_reason = words("Why again", required=False, rows=2)

    def __init__(self, *args: Any, subject: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = OF_SUBJECT[subject]
        divisions = [(key, DIVISIONS[key][0]) for key in keys]
        self.fields["stratify_by"].choices = divisions  # type: ignore[attr-defined]
        coded = [(key, label) for key, label in divisions if key != TEAM]
        self.fields["quota_of"].choices = [("", "No quotas"), *coded]  # type: ignore[attr-defined]
        listed = "; ".join(
            f"{DIVISIONS[key][0]}: {', '.join(DIVISIONS[key][1])}" for key, _ in coded
        )
        if listed:
            self.fields["quota_of"].help_text += f" Values. {listed}."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["quotas"] = self._quotas(cleaned.get("quota_of") or "", cleaned.get("quotas") or "")
        return cleaned

    def _quotas(self, key: str, text: str) -> list[Quota]:
        found: list[Quota] = []
        for line in [line.strip() for line in text.splitlines() if line.strip()]:
            value, _, amount = (part.strip() for part in line.partition(":"))
            if not key:
                self.add_error("quota_of", "Choose what the quotas are set on")
                return []
            label = DIVISIONS[key][1].get(value)
            if label is None or any(quota.label == label for quota in found):
                self.add_error("quotas", f"{value} is not one of the values, or stands there twice")
                continue
            quota = _quota(label, {"fact": key, "eq": _typed(value)}, amount)
            if quota is None:
                self.add_error("quotas", f"{line}: give a number of cases or a share such as 50%")
                continue
            found.append(quota)
        return found


def _typed(value: str) -> Any:
    return {"True": True, "False": False}.get(value, value)


def _quota(label: str, condition: dict[str, Any], amount: str) -> Quota | None:
    digits = amount.removesuffix("%").strip()
    if not digits.isdecimal() or not 0 < int(digits) < 10_000:
        return None
    if amount.endswith("%"):
        share = Decimal(int(digits)) / 100
        return Quota(label, condition, share=share) if share <= 1 else None
    return Quota(label, condition, wanted=int(digits))


class WorkForm(forms.Form):
    due_on = day("Audits are due", "If you leave it empty, as the tool says.", required=False)
    moderation_due_on = day("Second readings are due", required=False)
    second_reads = forms.IntegerField(
        label="Share read a second time, in percent",
        min_value=0,
        max_value=100,
        help_text="Chosen by the seed of the round. Rules of the tool come on top.",
    )
    reaudit_below = forms.ChoiceField(label="Look again at results below", required=False)
    reaudit_weeks = number("Within so many weeks", most=104)
    reaudit_scope = forms.ChoiceField(
        label="At",
        required=False,
        choices=[("", "Nothing beyond what the tool says"), *((s.value, s.label) for s in SCOPES)],
    )

    def __init__(self, *args: Any, audit_round: AuditRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grades = audit_round.version.content.get("grade_set") or {}
        labels = grades.get("labels") or {}
        listed = [(g, labels.get(g, g)) for g in (grades.get("order") or [])[1:]]
        self.fields["reaudit_below"].choices = [("", "No rule of the round"), *listed]  # type: ignore[attr-defined]


class RoundAuditorForm(forms.Form):
    person = person("Person")
    audits = forms.BooleanField(label="Does first audits", required=False, initial=True)
    moderates = forms.BooleanField(label="Moderates and reads second", required=False)
    capacity = number("Most audits", "If you leave it empty, no limit.", most=500)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = words("Why", rows=3)


class ExtendForm(ReasonForm):
    due_on = day("New day")
    field_order = ("due_on", "reason")


class CloseRoundForm(forms.Form):
    closing_note = words("Note on closing", required=False, rows=3)
    leaves_undone = forms.BooleanField(
        label="Close although audits are not submitted",
        help_text="They are void from then on, and counted nowhere.",
        required=False,
    )


class ReassignForm(forms.Form):
    auditor = person("Auditor")
    due_on = day("Due", required=False)
    reason = words("Why", "Not needed for the first auditor.", required=False, rows=3)

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["auditor"].queryset = people  # type: ignore[attr-defined]
