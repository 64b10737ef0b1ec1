"""One question of a draft as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from audit.choices import QuestionType
from audit.xlsform import conditions


class QuestionForm(forms.Form):
    """The parts of a question that are changed on screen; the others stay as the draft has them."""

    section = forms.ChoiceField(label="Section")
    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z",
        label="Code",
        max_length=60,
        help_text="Letters, digits, dots, hyphens and underscores, such as B3.",
        error_messages={"invalid": "Use letters, digits, dots, hyphens and underscores only."},
    )
    text = forms.CharField(label="The question", widget=forms.Textarea(attrs={"rows": 3}))
    type = forms.ChoiceField(label="Answered by", choices=QuestionType.choices)
    scale = forms.ChoiceField(label="Answer scale", required=False)
    options = forms.CharField(
        label="Answers to choose from",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line, for a question with a list of its own.",
    )
    guidance = forms.CharField(
        label="Guidance", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    required = forms.BooleanField(label="It must be answered", required=False)
    scored = forms.BooleanField(label="It is scored", required=False)
    weight = forms.FloatField(label="Weight", required=False)
    asked_when = forms.CharField(
        label="Asked when",
        required=False,
        help_text="Such as ${B1} = 'no' or not(${C2} = 'agree'). Empty: always.",
    )
    critical_when = forms.CharField(
        label="Answers that hold the overall grade down",
        required=False,
        help_text="Codes with commas between, such as no, not_recorded.",
    )
    cap_overall = forms.ChoiceField(label="To no better than", required=False)
    unless = forms.CharField(
        label="Unless", required=False, help_text="A condition, written as above."
    )
    clarified = forms.BooleanField(
        label="The change of words only clarifies, so that trends go on",
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        labels = document["grade_set"].get("labels") or {}
        offered = {
            "section": [(s["code"], f"{s['code']}. {s['title']}") for s in document["sections"]],
            "scale": [("", "None"), *((k, s["label"]) for k, s in document["scales"].items())],
            "cap_overall": [
                ("", "None"),
                *((g, labels.get(g, g)) for g in document["grade_set"]["order"]),
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_asked_when(self) -> dict[str, Any] | None:
        return self._condition(self.cleaned_data["asked_when"])

    def clean_unless(self) -> dict[str, Any] | None:
        return self._condition(self.cleaned_data["unless"])

    def _condition(self, text: str) -> dict[str, Any] | None:
        codes = {q["code"]: q["code"] for s in self.document["sections"] for q in s["questions"]}
        try:
            return conditions.read(text, codes) if text.strip() else None
        except conditions.UnreadableError as error:
            raise forms.ValidationError(f"This condition cannot be read: {error}") from error


def typed(section: str, q: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with for a question of a draft."""
    critical = q.get("critical") or {}
    options = q.get("options") or ()
    plain = {
        name: q.get(name)
        for name in ("code", "text", "type", "scale", "guidance", "required", "scored", "weight")
    }
    return {
        **plain,
        "section": section,
        "options": "\n".join(o["label"] if isinstance(o, Mapping) else str(o) for o in options),
        "asked_when": _words(q.get("show_if")),
        "critical_when": ", ".join(critical.get("when") or ()),
        "cap_overall": critical.get("cap_overall"),
        "unless": _words(critical.get("unless")),
        "clarified": q.get("clarified"),
    }


def _words(condition: Mapping[str, Any] | None) -> str:
    return conditions.write(condition, {}) if condition else ""


def said(data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a filled-in form says of a question; None for what it takes away."""
    started = typed("", before) if before else {}
    lines = [line.strip() for line in data["options"].splitlines() if line.strip()]
    found: dict[str, Any] = {name: data[name] for name in ("code", "text", "type")}
    for name in ("scale", "guidance", "weight"):
        found[name] = data[name] if data[name] not in ("", None) else None
    for name in ("required", "scored", "clarified"):
        found[name] = data[name] or (False if name in before else None)
    if data["options"].split() != str(started.get("options", "")).split():
        found["options"] = lines or None
    found["show_if"] = data["asked_when"]
    found["critical"] = _critical(data, before.get("critical") or {})
    return found


def _critical(data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any] | None:
    when = [code.strip() for code in data["critical_when"].split(",") if code.strip()]
    if not when:
        return None
    parts = {
        **before,
        "when": when,
        "cap_overall": data["cap_overall"] or None,
        "unless": data["unless"],
    }
    return {k: v for k, v in parts.items() if v is not None}
