"""What is asked when an enquiry closes, and when a case is opened again."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms import BoundField

from safeguard.choices import (
    LackedCapacity,
    OutcomesAchieved,
    OutcomesAsked,
    RiskAssessmentResult,
    RiskOutcome,
)
from safeguard.choices_work import ClosingAnswer, ClosingItem, ReviewConsidered
from safeguard.forms_adults import Line
from safeguard.forms_raise import Words
from safeguard.models import DesiredOutcome

NONE = "none"
YES, NO = "yes", "no"
DATE_HINT = "For example, 22/11/2026"
SUPPORT = (
    (YES, "Yes"),
    (NO, "No"),
    ("not_recorded", "Not recorded"),
    (NONE, "Does not apply: the adult did not lack capacity, or it is not known"),
)


class Section(NamedTuple):
    """Questions that belong together, under one heading; `key` lets a page add to it."""

    key: str
    title: str
    fields: list[BoundField]


def one_of(
    label: str, choices: Sequence[tuple[str, Any]], hint: str = "", *, missing: str = ""
) -> forms.ChoiceField:
    """Return a question with listed answers of which none is chosen beforehand.

    Args:
        missing: what to say where it is not answered; the usual words if empty.
    """
    found = forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect
    )
    if missing:
        found.error_messages["required"] = missing
    return found


def words(label: str, *, hint: str = "", rows: int = 3, required: bool = False) -> Words:
    """Return a question that is answered in words, as many as it takes."""
    return Words(label=label, help_text=hint, required=required, rows=rows)


class ConcludeForm(forms.Form):
    """The whole of a conclusion. Whether the answers fit together is decided by the service."""

    # Most questions that may stay empty depend on another answer, so their labels say when.
    mark_optional = False

    def __init__(
        self,
        *args: Any,
        outcomes: Sequence[DesiredOutcome] = (),
        has_open_work: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.outcomes = outcomes
        self._parts: list[tuple[str, str, list[str]]] = []
        self._add("checks", "The closing checklist", self._checks())
        self._add("risk", "Risk", self._risk())
        self._add("capacity", "Capacity and support", self._capacity())
        self._add("asked", "What the adult wanted", self._asked())
        if outcomes:
            self._add("outcomes", "How far each outcome came about", self._each_outcome())
        self._add("achieved", "The outcomes taken together", self._achieved())
        self._add("review", "Safeguarding Adults Review", self._review())
        self._add("told", "Agencies told, and lessons", self._told())
        self._add("close", "Closing the enquiry", self._close(has_open_work))

    def sections(self) -> Iterator[Section]:
        for key, title, names in self._parts:
            yield Section(key, title, [self[name] for name in names])

    def judged(self) -> list[str | None]:
        """Return how far each outcome was achieved as it stands on the form, typed or stored."""
        values = [self[f"outcome_{row.pk}"].value() for row in self.outcomes]
        return [value if value in OutcomesAchieved.values else None for value in values]

    def _add(self, key: str, title: str, fields: dict[str, forms.Field]) -> None:
        self.fields.update(fields)
        self._parts.append((key, title, list(fields)))

    def _checks(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for item in ClosingItem:
            inside = f"{item.label[:1].lower()}{item.label[1:]}"
            found[f"check_{item}"] = one_of(
                item.label, ClosingAnswer.choices, missing=f"Say whether {inside}"
            )
            found[f"note_{item}"] = words(
                f"Why not, or a note: {inside}",
                hint="Needed where it was not done",
                rows=2,
            )
        return found

    def _risk(self) -> dict[str, forms.Field]:
        no_risk = (NONE, "Does not apply: no risk was identified")
        return {
            "risk_assessment_result": one_of(
                "Result of the risk assessment", RiskAssessmentResult.choices
            ),
            "risk_outcome": one_of("What became of the risk", [*RiskOutcome.choices, no_risk]),
        }

    def _capacity(self) -> dict[str, forms.Field]:
        return {
            "lacked_capacity": one_of(
                "Did the adult lack capacity to make decisions about the enquiry?",
                LackedCapacity.choices,
            ),
            "supported": one_of("Were they supported by an advocate, family or friend?", SUPPORT),
        }

    def _asked(self) -> dict[str, forms.Field]:
        return {
            "outcomes_asked": one_of(
                "Was the adult, or somebody for them, asked what they wanted?",
                OutcomesAsked.choices,
            ),
            "not_asked_reason": words("Why nobody asked", hint="Needed where nobody asked"),
        }

    def _each_outcome(self) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        answers = [*OutcomesAchieved.choices, (NONE, "Nobody asked whether it was achieved")]
        for number, row in enumerate(self.outcomes, 1):
            found[f"outcome_{row.pk}"] = one_of(
                f"Outcome {number}: {row.wanted}",
                answers,
                missing=f"Say how far outcome {number} was achieved, or that nobody asked",
            )
            found[f"view_{row.pk}"] = Line(
                label=f"In whose view, outcome {number}",
                help_text="For example, the adult's own, or their daughter's",
                required=False,
                max_length=80,
            )
            found[f"why_{row.pk}"] = words(
                f"Why nobody asked, outcome {number}", hint="Only where nobody asked", rows=2
            )
        return found

    def _achieved(self) -> dict[str, forms.Field]:
        other = (NONE, "Does not apply: none were expressed, or nobody asked how far")
        return {
            "outcomes_achieved": one_of(
                "How far were the outcomes achieved, taken together?",
                [*OutcomesAchieved.choices, other],
                "All fully achieved suggests fully; none achieved at all suggests not; anything "
                "else suggests partially. The choice is yours.",
            )
        }

    def _review(self) -> dict[str, forms.Field]:
        return {
            "review_considered": one_of(
                "Is the case to be referred for a Safeguarding Adults Review?",
                ReviewConsidered.choices,
                "Under section 44 of the Care Act 2014. A referral itself is made to the Board.",
            ),
            "review_reason": words("Why, or why not", required=True),
        }

    def _told(self) -> dict[str, forms.Field]:
        return {
            "agencies": words(
                "Agencies told how the enquiry ended (optional)",
                hint="One on each line. More can be added after closing.",
            ),
            "agencies_told_on": forms.DateField(
                label="When they were told (optional)",
                required=False,
                help_text=f"{DATE_HINT}. Left empty: on the day of conclusion",
            ),
            "agencies_how": Line(
                label="How they were told (optional)", required=False, max_length=200
            ),
            "lessons": words("Lessons (optional)", hint="What should be done again, or not"),
        }

    def _close(self, has_open_work: bool) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {
            "concluded_on": forms.DateField(label="Date of conclusion", help_text=DATE_HINT),
            "reason": words("Why the enquiry closes", required=True),
            "adult_view": words("The adult's view of closing (optional)"),
        }
        if has_open_work:
            found["open_actions_reason"] = words(
                "Why it closes with work open, and who sees to it", required=True
            )
        return found


class ReasonForm(forms.Form):
    reason = words("Why it is opened again", hint="Kept with your name and the time", required=True)


class AgencyToldForm(forms.Form):
    agency = Line(label="Agency", max_length=160)
    told_on = forms.DateField(label="When they were told", help_text=DATE_HINT)
    how = Line(
        label="How",
        required=False,
        max_length=200,
        help_text="For example, by letter to the ward manager",
    )
