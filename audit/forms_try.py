"""A whole version as one form, to try it out. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

YES_NO = [("", "Not known"), ("yes", "Yes"), ("no", "No")]
ELSEWHERE = ("repeat_group", "tags", "prefilled")


class TryForm(forms.Form):
    """Facts of the record, then questions. Nothing has to be filled in.

    Fields are named `fact-KEY` and `q-CODE`; a row of a matrix `q-CODE|ROW`.
    """

    def __init__(
        self,
        *args: Any,
        document: Mapping[str, Any],
        facts: Iterable[Mapping[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.known = {fact["key"]: fact for fact in facts}
        for key, fact in self.known.items():
            self.fields[f"fact-{key}"] = _fact(fact)
        for section in document["sections"]:
            for q in section["questions"]:
                self.fields.update(self._fields_of(q))

    def _fields_of(self, q: Mapping[str, Any]) -> dict[str, forms.Field]:
        name = f"q-{q['code']}"
        label, hint = f"{q['code']} {q['text']}", q.get("guidance") or ""
        if q["type"] in ELSEWHERE:
            return {}
        if q["type"] == "matrix":
            choices = self._options(q)
            return {
                f"{name}|{code}": _choice(f"{label}: {words}", hint, choices)
                for code, words in _pairs(q.get("rows") or ())
            }
        if q.get("scale") or q["type"] in ("choice", "grade"):
            return {name: _choice(label, hint, self._options(q))}
        if q["type"] == "multi_choice":
            field: forms.Field = forms.MultipleChoiceField(
                choices=self._options(q), widget=forms.CheckboxSelectMultiple
            )
        else:
            field = _typed(q["type"])
        field.label, field.help_text, field.required = label, hint, False
        return {name: field}

    def _options(self, q: Mapping[str, Any]) -> list[tuple[str, str]]:
        if q.get("scale"):
            return _pairs(self.document["scales"][q["scale"]]["options"])
        if q["type"] == "grade":
            grades = self.document["grade_set"]
            return [(g, (grades.get("labels") or {}).get(g, g)) for g in grades["order"]]
        return _pairs(q.get("options") or ())

    def said_facts(self) -> dict[str, Any]:
        """Return the facts that are given, as conditions read them."""
        given = {}
        for key, fact in self.known.items():
            value = self.cleaned_data.get(f"fact-{key}")
            if value not in (None, ""):
                given[key] = value == "yes" if fact.get("type") == "boolean" else value
        return given

    def said_answers(self) -> dict[str, Any]:
        """Return the answers that are given, as conditions and scores read them."""
        given: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if not name.startswith("q-") or value in (None, "", []):
                continue
            code, _, row = name.removeprefix("q-").partition("|")
            if row:
                given.setdefault(code, {})[row] = value
            else:
                given[code] = value
        for section in self.document["sections"]:
            for q in section["questions"]:
                if q["type"] == "ratio" and q["code"] in given:
                    held, due = given[q["code"]].split("/")
                    given[q["code"]] = {"ratio": [int(held), int(due)]}
        return given

    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("fact-")]

    def of_question(self, code: str) -> list[forms.BoundField]:
        names = [n for n in self.fields if n == f"q-{code}" or n.startswith(f"q-{code}|")]
        return [self[name] for name in names]


def _typed(kind: str) -> forms.Field:
    if kind in ("number", "number_scale"):
        return forms.FloatField()
    if kind == "ratio":
        wrong = {"invalid": "Write so many out of so many like this: 3/4."}
        return forms.RegexField(r"^\d+/\d+\Z", error_messages=wrong)
    if kind == "date":
        return forms.DateField()
    return forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}) if kind == "long_text" else None
    )


def _fact(fact: Mapping[str, Any]) -> forms.Field:
    key, kind = str(fact["key"]), fact.get("type")
    label = key.replace(".", ": ").replace("_", " ").capitalize()
    if kind == "boolean":
        return forms.ChoiceField(label=label, choices=YES_NO, required=False)
    if fact.get("values"):
        values = [(v, str(v).replace("_", " ").capitalize()) for v in fact["values"]]
        return forms.ChoiceField(label=label, choices=[("", "Not known"), *values], required=False)
    if kind == "number":
        return forms.FloatField(label=label, required=False)
    return forms.CharField(label=label, required=False)


def _choice(label: str, hint: str, choices: list[tuple[str, str]]) -> forms.Field:
    every = [("", "Not answered"), *choices]
    return forms.ChoiceField(label=label, help_text=hint, choices=every, required=False)


def _pairs(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [
        (str(row["code"]), str(row.get("label", row["code"])))
        if isinstance(row, Mapping)
        else (str(row), str(row))
        for row in rows
    ]
