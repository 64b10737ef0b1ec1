"""One question of a draft as a form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from audit.choices import ON_SCALE, SCORED_METHODS, QuestionType
from audit.xlsform import conditions

ALERT_UNITS = [
    ("hour", "hours"),
    ("working_day", "working days"),
    ("calendar_day", "calendar days"),
]
WHENS = ("critical_when", "alert_when", "comment_when", "evidence_when")
CAP_RESULT = "cap_result_"


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
        label="Answers that hold a grade down",
        required=False,
        help_text="Codes with commas between, such as no, not_recorded.",
    )
    cap_overall = forms.ChoiceField(label="The overall grade: no better than", required=False)
    cap_section = forms.ChoiceField(label="This section: no better than", required=False)
    unless = forms.CharField(
        label="Unless", required=False, help_text="A condition, written as above."
    )
    alert_when = forms.CharField(
        label="Answers that raise an alert at once",
        required=False,
        help_text="Codes with commas between. Somebody must then say who was told, and when.",
    )
    alert_text = forms.CharField(
        label="What the alert says",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as: the record shows no sign that immediate safety was considered.",
    )
    alert_value = forms.IntegerField(label="To be answered within", required=False, min_value=1)
    alert_unit = forms.ChoiceField(
        label="Of", required=False, choices=[("", "Choose"), *ALERT_UNITS]
    )
    comment_when = forms.CharField(
        label="Answers that need a comment", required=False, help_text="Codes with commas between."
    )
    evidence_when = forms.CharField(
        label="Answers that need a pointer to the record",
        required=False,
        help_text="Codes with commas between.",
    )
    clarified = forms.BooleanField(
        label="The change of words only clarifies, so that trends go on",
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        document: Mapping[str, Any],
        before: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document, self.before = document, before or {}
        labels = document["grade_set"].get("labels") or {}
        grades = [("", "None"), *((g, labels.get(g, g)) for g in document["grade_set"]["order"])]
        offered = {
            "section": [(s["code"], f"{s['code']}. {s['title']}") for s in document["sections"]],
            "scale": [("", "None"), *((k, s["label"]) for k, s in document["scales"].items())],
            "cap_overall": grades,
            "cap_section": grades,
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self._add_results(grades)

    def _add_results(self, grades: list[tuple[str, str]]) -> None:
        """Offer a cap on each result that is worked out, after that on the section."""
        names = list(self.fields)
        results = self.document.get("results") or ()
        own = [each for each in results if each.get("method") in SCORED_METHODS]
        for result in own if len(own) > 1 else ():
            label = f"{result.get('label') or result['key']}: no better than"
            field = forms.ChoiceField(label=label, required=False, choices=grades)
            self.fields[f"{CAP_RESULT}{result['key']}"] = field
        at = names.index("cap_section") + 1
        added = [name for name in self.fields if name.startswith(CAP_RESULT)]
        self.order_fields([*names[:at], *added, *names[at:]])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        listed = self._answers(data)
        for name in WHENS:
            unknown = [code for code in codes_in(data.get(name)) if listed and code not in listed]
            if unknown:
                words = f"{unknown[0]} is not one of its answers. Those are: {', '.join(listed)}"
                self.add_error(name, words)
        caps = [v for k, v in data.items() if k.startswith("cap_") and v]
        if codes_in(data.get("critical_when")) and not caps and "critical_when" not in self.errors:
            self.add_error("cap_overall", "Say which grade these answers hold down, and to what")
        if caps and not codes_in(data.get("critical_when")) and "critical_when" not in self.errors:
            self.add_error("critical_when", "Say which answers hold the grade down")
        self._clean_alert(data)
        return data

    def _clean_alert(self, data: dict[str, Any]) -> None:
        has_answers, text = bool(codes_in(data.get("alert_when"))), data.get("alert_text")
        if has_answers and not text:
            self.add_error("alert_text", "Say what the alert says")
        if text and not has_answers and "alert_when" not in self.errors:
            self.add_error("alert_when", "Say which answers raise the alert")
        if bool(data.get("alert_value")) != bool(data.get("alert_unit")):
            name = "alert_unit" if data.get("alert_value") else "alert_value"
            self.add_error(name, "Give both: how many, and of what")

    def _answers(self, data: Mapping[str, Any]) -> list[str]:
        """Return the codes that this question may be answered with; none where it is open."""
        scale = self.document["scales"].get(data.get("scale") or "")
        if scale and data.get("type") in ON_SCALE:
            return [str(option["code"]) for option in scale["options"]]
        if data.get("type") in ("choice", "multi_choice"):
            lines = (data.get("options") or "").splitlines()
            listed = self.before.get("options") or ()
            known = [str(o["code"]) if isinstance(o, Mapping) else str(o) for o in listed]
            return list(dict.fromkeys([*known, *(line.strip() for line in lines if line.strip())]))
        return []

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
        "cap_section": critical.get("cap_section"),
        **{f"{CAP_RESULT}{k}": v for k, v in (critical.get("cap_result") or {}).items()},
        "unless": _words(critical.get("unless")),
        **_alert_typed(q.get("alert") or {}),
        "comment_when": _needed(q.get("comment")),
        "evidence_when": _needed(q.get("evidence")),
        "clarified": q.get("clarified"),
    }


def _alert_typed(alert: Mapping[str, Any]) -> dict[str, Any]:
    within = alert.get("within") or {}
    return {
        "alert_when": ", ".join(alert.get("when") or ()),
        "alert_text": alert.get("text"),
        "alert_value": within.get("value"),
        "alert_unit": within.get("unit"),
    }


def _needed(part: Any) -> str:
    return ", ".join(part.get("required_when") or ()) if isinstance(part, Mapping) else ""


def codes_in(text: str | None) -> list[str]:
    """Return the codes of a list with commas between."""
    return [code.strip() for code in (text or "").split(",") if code.strip()]


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
    found["alert"] = _alert(data, before.get("alert") or {})
    for name in ("comment", "evidence"):
        found[name] = _needing(data[f"{name}_when"], before.get(name))
    return found


def _critical(data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any] | None:
    when = codes_in(data["critical_when"])
    if not when:
        return None
    kept = before.get("cap_result") or {}
    offered = {k.removeprefix(CAP_RESULT): v for k, v in data.items() if k.startswith(CAP_RESULT)}
    by_result = {key: grade for key, grade in {**kept, **offered}.items() if grade}
    parts = {
        **before,
        "when": when,
        "cap_overall": data["cap_overall"] or None,
        "cap_section": data["cap_section"] or None,
        "cap_result": by_result or None,
        "unless": data["unless"],
    }
    return {k: v for k, v in parts.items() if v is not None}


def _alert(data: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any] | None:
    when = codes_in(data["alert_when"])
    if not when:
        return None
    within = {"value": data["alert_value"], "unit": data["alert_unit"]}
    parts = {
        **before,
        "when": when,
        "text": data["alert_text"],
        "within": within if data["alert_value"] else None,
    }
    return {k: v for k, v in parts.items() if v is not None}


def _needing(text: str, before: Any) -> Any:
    """Return when a comment or pointer is needed; what else `before` says of it stays."""
    when = codes_in(text)
    rest = (
        {k: v for k, v in before.items() if k != "required_when"}
        if (isinstance(before, Mapping))
        else {}
    )
    if when:
        return {**rest, "required_when": when}
    return rest or (before if not isinstance(before, Mapping) else None)
