"""Grades and strands of a draft, and a new answer scale, as forms."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django import forms

from audit.choices import WHEN_OTHERS_ARE_IN, RespondentKind
from audit.forms_parts import CODE, CODE_ERROR, ScaleForm

PARTS_OF_A_GRADE = 3


class NewScaleForm(ScaleForm):
    """A scale that the draft does not have yet."""

    key = forms.RegexField(
        CODE,
        label="Code of the scale",
        max_length=60,
        error_messages=CODE_ERROR,
        help_text="By which questions name it, such as yes_partly_no.",
    )
    field_order = ("key", "label", "options", "revision")

    def __init__(self, *args: Any, document: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.taken = set(document["scales"])

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key in self.taken:
            raise forms.ValidationError(f"There is a scale {key} already: change that one")
        return key


class GradesForm(forms.Form):
    """The grades that a score is turned into, one on each line, worst first."""

    label = forms.CharField(label="Name of the set of grades", max_length=160)
    grades = forms.CharField(
        label="Grades",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=(
            "One on each line, the worst first: code; words; the score from which it is given. "
            "The first begins at 0. Such as: good; Good; 0.7. Empty: the tool gives no grade."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_grades(self) -> list[tuple[str, str, float]]:
        lines = [each for each in self.cleaned_data["grades"].splitlines() if each.strip()]
        found = [_grade(at, line) for at, line in enumerate(lines, 1)]
        for at, (before, after) in enumerate(pairwise(found), 2):
            if after[0] in [code for code, _, _ in found[: at - 1]]:
                raise forms.ValidationError(f"Line {at}: {after[0]} is there already.")
            if after[2] <= before[2]:
                raise forms.ValidationError(
                    f"Line {at}: {after[2]:g} is not above {before[2]:g}. Give the worst first."
                )
        if found and found[0][2] != 0:
            raise forms.ValidationError("Line 1: the worst grade begins at 0.")
        return found


def _grade(at: int, line: str) -> tuple[str, str, float]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) != PARTS_OF_A_GRADE or not all(parts):
        raise forms.ValidationError(f"Line {at}: write code; words; score.")
    try:
        least = float(parts[2])
    except ValueError as error:
        raise forms.ValidationError(
            f"Line {at}: “{parts[2]}” is not a score. Write a number from 0 to 1."
        ) from error
    if not 0 <= least <= 1:
        raise forms.ValidationError(f"Line {at}: a score is from 0 to 1.")
    return parts[0], parts[1], least


def grades_typed(grades: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with for the grades of a draft."""
    labels, least = grades.get("labels") or {}, grades.get("thresholds") or {}
    lines = [f"{g}; {labels.get(g, g)}; {least.get(g, 0):g}" for g in grades.get("order") or ()]
    return {"label": grades.get("label") or "Grades", "grades": "\n".join(lines)}


class StrandForm(forms.Form):
    """One part that a person or a body answers."""

    key = forms.RegexField(CODE, label="Code", max_length=40, error_messages=CODE_ERROR)
    label = forms.CharField(label="Name", max_length=120, help_text="Such as Police, or The person")
    respondent = forms.ChoiceField(label="Answered by", choices=RespondentKind.choices)
    required = forms.BooleanField(
        label="The audit waits for it", required=False, help_text="Or says that it is missing."
    )
    lead = forms.BooleanField(
        label="Its answers stand for the audit where several answer the same", required=False
    )
    may_repeat = forms.BooleanField(
        label="There may be several, such as two NHS bodies", required=False
    )
    opens_last = forms.BooleanField(
        label="It opens when the others are in, such as a panel", required=False
    )
    consent_required = forms.BooleanField(
        label="Whoever answers is first asked whether they agree", required=False
    )
    blind_to = forms.MultipleChoiceField(
        label="It does not see, before it is in",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, document: Mapping[str, Any], own_key: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        strands = document.get("strands") or ()
        self.taken = {each["key"] for each in strands} - {own_key}
        others = [(s["key"], s.get("label", s["key"])) for s in strands if s["key"] != own_key]
        self.fields["blind_to"].choices = others  # type: ignore[attr-defined]
        if not others:
            del self.fields["blind_to"]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        if key in self.taken:
            raise forms.ValidationError(f"There is a part {key} already")
        return key


def strand_typed(strand: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with for a strand of a draft."""
    names = ("key", "label", "respondent", "required", "lead", "may_repeat", "consent_required")
    plain = {name: strand.get(name) for name in names}
    return {
        **plain,
        "opens_last": bool(strand.get("opens_when")),
        "blind_to": strand.get("blind_to") or [],
    }


def strand_said(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a filled-in form says of a strand; None for what it takes away."""
    return {
        "key": data["key"],
        "label": data["label"],
        "respondent": data["respondent"],
        "required": data["required"],
        "lead": data["lead"] or None,
        "may_repeat": data["may_repeat"] or None,
        "consent_required": data["consent_required"] or None,
        "opens_when": WHEN_OTHERS_ARE_IN if data["opens_last"] else None,
        "blind_to": data.get("blind_to") or None,
    }
