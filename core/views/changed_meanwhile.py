"""Two people saved one record: what the second is shown, and what becomes of what they typed.

The page of a form holds, beside the version it rests on, a mark of each answer stored then. So it
can be told what somebody else changed since, and what this person did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField, Form
from django.http import QueryDict
from django.utils.formats import date_format

MARK = 8


class VersionField(forms.IntegerField):
    """A version, and after a colon the marks of what was stored then: `3:reason=1f0c8a2b,...`."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> int | None:
        return super().to_python(str(value or "").partition(":")[0])


@dataclass(frozen=True)
class Change:
    """One answer that somebody else changed. `is_taken`: this person had not, so it is the form's.

    `typed` is empty where the stored answer is taken.
    """

    label: str
    stored: str
    typed: str
    is_taken: bool


def version_with_marks(form: Form, version: int) -> str:
    """Return the value of the form's `VersionField`."""
    marks = (f"{field.name}={mark(stored(field))}" for field in questions(form))
    return f"{version}:{','.join(marks)}"


def settle(form: Form, data: QueryDict, version: str) -> list[Change]:
    """Return what somebody else changed, and put into `data` what this person had left as it was.

    Args:
        form: bound to `data`, its initial answers those stored now.
        version: the value that this person's page held; without marks, every difference counts as
            theirs and stays as typed.
    """
    marks = dict(pair.split("=", 1) for pair in version.partition(":")[2].split(",") if "=" in pair)
    found = []
    for field in questions(form):
        was, now = marks.get(field.name), stored(field)
        if was == mark(now):
            continue
        mine = cleaned(field)
        if was is not None and mine is not None and mark(mine) == was:
            take(field, data)
            found.append(Change(str(field.label), now, "", True))
        elif mine != now:
            typed = in_words(field, field.value()) if mine is None else mine
            found.append(Change(str(field.label), now, typed, False))
    return found


def questions(form: Form) -> Iterator[BoundField]:
    """Yield what a person answers; a file is never stored as it was given."""
    for field in form:
        if not field.is_hidden and not isinstance(field.field, forms.FileField):
            yield field


def mark(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:MARK]


def stored(field: BoundField) -> str:
    return in_words(field, field.initial)


def cleaned(field: BoundField) -> str | None:
    """Return what was typed as it would be stored, in words; None where it cannot be."""
    if field.data in field.field.empty_values:
        return ""
    try:
        return in_words(field, field.field.clean(field.data))
    except ValidationError:
        return None


def in_words(field: BoundField, value: Any) -> str:
    """Return a value as a person would read it: the words of a choice, a date in full."""
    if isinstance(field.field.widget, forms.CheckboxInput):
        return "Yes" if value else "No"  # left alone reads as it is sent: not ticked
    if value in field.field.empty_values:
        return ""
    listed = choices_of(field)
    values = value if is_several(value) else [value]
    return ", ".join(_one_in_words(field, each, listed) for each in values)


def _one_in_words(field: BoundField, value: Any, listed: dict[str, str]) -> str:
    key = str(field.field.prepare_value(value))
    if key in listed:
        return listed[key]
    if isinstance(value, date):
        return date_format(value, "DATETIME_FORMAT" if hasattr(value, "hour") else "DATE_FORMAT")
    return str(value).replace("\r\n", "\n").strip()


def choices_of(field: BoundField) -> dict[str, str]:
    """Return the words of each choice by its code as a form sends it, those in groups too."""
    found: dict[str, str] = {}
    for code, label in getattr(field.field, "choices", ()):
        inner = label if isinstance(label, list | tuple) else [(code, label)]
        found |= {str(each): str(words) for each, words in inner}
    return found


def is_several(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes)


def take(field: BoundField, data: QueryDict) -> None:
    """Put the stored answer into what was sent, as the browser would have sent it."""
    widget, value = field.field.widget, field.field.prepare_value(field.initial)
    if isinstance(widget, forms.CheckboxInput):
        data.setlist(field.html_name, ["on"] if value else [])
        return
    shown = widget.format_value(value)
    data.setlist(field.html_name, shown if isinstance(shown, list) else [shown or ""])
