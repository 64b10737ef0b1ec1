"""One page of a concern that is being raised: its form and rows, from what was typed or posted."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.forms import BaseForm, Form, MultipleChoiceField
from django.http import QueryDict

from core.errors import RuleViolationError
from core.form_renderer import error_links
from core.plain_text import plain_text
from safeguard.forms_raise import FORMS, ROWS, TITLES, RowFormSet
from safeguard.models import Adult, ConcernDraft
from safeguard.services.raising_answers import (
    Answers,
    Other,
    Source,
    Wish,
    check_conditions,
    check_reasons,
    check_received,
    check_wishes,
)

Typed = dict[str, list[str]]
TOTAL = "TOTAL_FORMS"


class DraftPage:
    """A page as it is shown or judged. `form` and `rows` are what the template draws."""

    def __init__(self, name: str, form: Form, rows: Mapping[str, RowFormSet]) -> None:
        self.name, self.title = name, TITLES[name]
        self.form, self.rows = form, rows

    def __iter__(self) -> Iterator[BaseForm]:
        """Every row's form, as an error summary goes through them."""
        for rows in self.rows.values():
            yield from rows

    def non_form_errors(self) -> list[str]:
        return [str(error) for rows in self.rows.values() for error in rows.non_form_errors()]

    def is_sound(self, adult: Adult | None) -> bool:
        """Say whether the page is complete and can be true; errors are put beside the answers."""
        valid = [self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())]
        return all(valid) and self._keeps_the_rules(adult)

    def answers(self) -> dict[str, Any]:
        """Return what could be read, with the filled rows by name."""
        found = dict(getattr(self.form, "cleaned_data", {}))
        for name, rows in self.rows.items():
            found[name] = rows.filled() if rows.is_valid() else []
        return found

    def problems(self) -> list[str]:
        links = error_links([self.form, *self])
        return [*self.non_form_errors(), *(link.message for link in links)]

    def _keeps_the_rules(self, adult: Adult | None) -> bool:
        try:
            _check(self.name, self.form.cleaned_data, adult)
        except RuleViolationError as error:
            self.form.add_error(error.field, str(error))
            return False
        return all([self._keeps_row(form, adult) for form in self if form.has_changed()])

    def _keeps_row(self, form: Any, adult: Adult | None) -> bool:
        if "wanted" not in form.cleaned_data:
            return True
        try:
            check_wishes([Wish(**form.cleaned_data)], adult)
        except RuleViolationError as error:
            form.add_error(error.field, str(error))
            return False
        return True


def _check(page: str, cleaned: Mapping[str, Any], adult: Adult | None) -> None:
    if page == "about":
        check_conditions(cleaned["conditions"])
    elif page == "wants":
        names = ("agreement", "agreement_reason", "outcomes_asked", "outcomes_reason")
        check_reasons(**{name: cleaned[name] for name in names})
    elif page == "telling":
        check_received(cleaned["received_at"], adult)


def shown(name: str, typed: Typed) -> DraftPage:
    """Return a page as it was left, without a judgement on it."""
    form_class = FORMS[name]
    initial: dict[str, Any] = {}
    for field_name, field in form_class.base_fields.items():
        if field_name in typed:
            values = typed[field_name]
            several = isinstance(field, MultipleChoiceField)
            initial[field_name] = values if several else (values or [""])[-1]
    rows = {
        prefix: made(prefix=prefix, rows=_typed_rows(prefix, typed))
        for prefix, made in ROWS.get(name, {}).items()
    }
    return DraftPage(name, form_class(initial=initial), rows)


def judged(name: str, typed: Typed) -> DraftPage:
    """Return a page bound to what was typed, ready for `is_sound`."""
    data = _posted(typed)
    for prefix in ROWS.get(name, {}):
        data.setdefault(f"{prefix}-{TOTAL}", "0")  # filled in from a notification: no rows yet
        data.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    rows = {prefix: made(data, prefix=prefix) for prefix, made in ROWS.get(name, {}).items()}
    return DraftPage(name, FORMS[name](data), rows)


def typed_on(name: str, post: QueryDict) -> Typed:
    """Return what a post says on one page, as plain text; anything else in it is left out."""
    prefixes = tuple(f"{prefix}-" for prefix in ROWS.get(name, {}))
    return {
        key: [plain_text(value) for value in values]
        for key, values in post.lists()
        if key in FORMS[name].base_fields or (prefixes and key.startswith(prefixes))
    }


def typed_before(name: str, answers: Typed) -> Typed:
    """Return what autosave keeps of one page, as if it had been posted."""
    return typed_on(name, _posted(answers))


def _posted(typed: Typed) -> QueryDict:
    data = QueryDict(mutable=True)
    for key, values in typed.items():
        data.setlist(key, values)
    return data


def with_one_more(prefix: str, typed: Typed) -> Typed:
    """Return what was typed with an empty row after those of `prefix`."""
    return {**typed, f"{prefix}-{TOTAL}": [str(_total(prefix, typed) + 1)]}


def without(prefix: str, index: int, typed: Typed) -> Typed:
    """Return what was typed without one row; those after it move up."""
    kept = [row for place, row in enumerate(_typed_rows(prefix, typed)) if place != index]
    rest = {key: values for key, values in typed.items() if not key.startswith(f"{prefix}-")}
    rest[f"{prefix}-{TOTAL}"] = [str(len(kept))]
    rest[f"{prefix}-INITIAL_FORMS"] = ["0"]
    for place, row in enumerate(kept):
        rest |= {f"{prefix}-{place}-{name}": [value] for name, value in row.items()}
    return rest


def _total(prefix: str, typed: Typed) -> int:
    said = (typed.get(f"{prefix}-{TOTAL}") or ["0"])[-1]
    return min(int(said), 100) if said.isdecimal() else 0


def _typed_rows(prefix: str, typed: Typed) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for index in range(_total(prefix, typed)):
        start = f"{prefix}-{index}-"
        rows.append(
            {
                key.removeprefix(start): (values or [""])[-1]
                for key, values in typed.items()
                if key.startswith(start)
            }
        )
    return rows


def judge_all(draft: ConcernDraft) -> dict[str, tuple[DraftPage, bool]]:
    """Return every page of a draft, and whether each is complete and sound."""
    pages = {name: judged(name, draft.pages.get(name, {})) for name in FORMS}
    return {name: (page, page.is_sound(draft.adult)) for name, page in pages.items()}


def answers_of(pages: Iterable[DraftPage]) -> Answers:
    """Return the answers of sound pages, typed for the service."""
    said: dict[str, Any] = {}
    for page in pages:
        said |= page.answers()
    for leftover in ("received_date", "received_time"):
        said.pop(leftover)
    said["sources"] = [Source(**_answered(row)) for row in said["sources"]]
    said["others"] = [Other(**row) for row in said["others"]]
    said["outcomes"] = [Wish(**row) for row in said["outcomes"]]
    return Answers(**said)


def _answered(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without the answers nobody touched, which then mean "not known"."""
    return {name: value for name, value in row.items() if value != ""}
