"""Sections, answer scales and places of questions of a draft, as forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from audit.xlsform import conditions

CODE = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"
CODE_ERROR = {"invalid": "Use letters, digits, dots, hyphens and underscores only."}
LAST = 4


class MoveForm(forms.Form):
    """Where a question goes: first in a section, or after another question."""

    where = forms.ChoiceField(label="Move it to")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Mapping[str, Any], code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = []
        for section in document["sections"]:
            places = [(f"{section['code']}|", f"First in section {section['code']}")]
            places += [
                (f"{section['code']}|{q['code']}", f"After {q['code']} {q['text'][:70]}")
                for q in section["questions"]
                if q["code"] != code
            ]
            groups.append((f"{section['code']}. {section['title']}", places))
        self.fields["where"].choices = groups  # type: ignore[attr-defined]


class SectionForm(forms.Form):
    code = forms.RegexField(CODE, label="Code", max_length=30, error_messages=CODE_ERROR)
    title = forms.CharField(label="Title", max_length=200)
    scored = forms.BooleanField(label="It is scored", required=False)
    weight = forms.FloatField(label="Weight", required=False, initial=1)
    optional = forms.BooleanField(label="The auditor may skip it", required=False)
    strand = forms.ChoiceField(label="Answered by", required=False)
    asked_when = forms.CharField(
        label="Asked when",
        required=False,
        help_text="Such as ${B1} = 'no' or not(${C2} = 'agree'). Empty: always.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        strands = [(s["key"], s.get("label", s["key"])) for s in document.get("strands") or ()]
        every = [("", "Everybody"), *strands, ("each_agency", "Each agency")]
        self.fields["strand"].choices = every  # type: ignore[attr-defined]

    def clean_asked_when(self) -> dict[str, Any] | None:
        return self._condition(self.cleaned_data["asked_when"])

    def _condition(self, text: str) -> dict[str, Any] | None:
        codes = {q["code"]: q["code"] for s in self.document["sections"] for q in s["questions"]}
        try:
            return conditions.read(text, codes) if text.strip() else None
        except conditions.UnreadableError as error:
            raise forms.ValidationError(f"This condition cannot be read: {error}") from error


def section_typed(section: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with for a section of a draft."""
    plain = {n: section.get(n) for n in ("code", "title", "scored", "weight", "optional", "strand")}
    asked = section.get("show_if")
    return {**plain, "asked_when": conditions.write(asked, {}) if asked else ""}


def section_said(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a filled-in form says of a section; None for what it takes away."""
    return {
        "code": data["code"],
        "title": data["title"],
        "scored": data["scored"],
        "weight": data["weight"] if data["scored"] else None,
        "optional": data["optional"] or None,
        "strand": data["strand"] or None,
        "show_if": data["asked_when"],
    }


class ScaleForm(forms.Form):
    """An answer scale, one answer on each line."""

    label = forms.CharField(label="Name of the scale", max_length=160)
    options = forms.CharField(
        label="Answers",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=(
            "One on each line: code; words; score from 0 to 1, or none for not applicable; and "
            "“gap” where the answer says that the record does not tell. "
            "Such as: yes; Yes; 1"
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_options(self) -> list[dict[str, Any]]:
        lines = [each for each in self.cleaned_data["options"].splitlines() if each.strip()]
        return [_option(at, line) for at, line in enumerate(lines, 1)]


def _option(at: int, line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) not in (LAST - 1, LAST) or not parts[0] or not parts[1]:
        raise forms.ValidationError(f"Line {at}: write code; words; score.")
    code, label, score, *rest = parts
    if rest not in ([], [""], ["gap"]):
        raise forms.ValidationError(f"Line {at}: the last part can only be “gap”.")
    option: dict[str, Any] = {"code": code, "label": label, "score": None}
    if score.lower() != "none":
        try:
            option["score"] = float(score)
        except ValueError as error:
            raise forms.ValidationError(
                f"Line {at}: “{score}” is not a score. Write a number from 0 to 1, or none."
            ) from error
        if not 0 <= option["score"] <= 1:
            raise forms.ValidationError(f"Line {at}: a score is from 0 to 1.")
    return {**option, "recording_gap": True} if rest == ["gap"] else option


def scale_typed(scale: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with for a scale of a draft."""
    lines = []
    for option in scale["options"]:
        score = option.get("score")
        parts = [
            str(option["code"]),
            str(option["label"]),
            "none" if score is None else f"{score:g}",
        ]
        lines.append("; ".join([*parts, "gap"] if option.get("recording_gap") else parts))
    return {"label": scale["label"], "options": "\n".join(lines)}
