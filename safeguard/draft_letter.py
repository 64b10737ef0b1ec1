"""What a draft says, in sentences: the page that is read before a concern is raised."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import TextChoices
from django.utils.formats import date_format

from safeguard.choices import (
    HealthCondition,
    LocationOfRisk,
    PrimarySupportReason,
    Referrer,
    SourceOfRisk,
    TypeOfRisk,
)
from safeguard.choices_work import Agreement, AtRisk, Channel, YesNoUnknown
from safeguard.models import Adult
from safeguard.rules.birth_years import split_year

Answers = Mapping[str, Any]
NOTHING = "Not answered yet."


def own_words(typed: Mapping[str, Sequence[str]]) -> list[str]:
    """Return what the adult said, as typed so far: their view, then each thing they want."""
    said = [*typed.get("adult_view", ())][-1:]
    wanted = [
        value
        for name in sorted(typed)
        if name.startswith("outcomes-") and name.endswith("-wanted")
        for value in [*typed[name]][-1:]
    ]
    return [words for words in (*said, *wanted) if words.strip()]


def about_whom(adult: Adult | None) -> list[str]:
    """Return who the adult is, in one sentence."""
    if adult is None:
        return [NOTHING]
    name = getattr(adult, "identity", None)
    words = f"{name} ({adult.reference})" if name else adult.reference
    year = split_year(adult.communication_needs)[0]
    if adult.born_on:
        words += f", born {day(adult.born_on)}"
    elif year:
        words += f", born in {year}"
    if adult.died_on:
        words += f", who died on {day(adult.died_on)}"
    return [f"This is about {words}."]


def paragraphs(page: str, answers: Answers) -> list[str]:
    """Return one page's answers as paragraphs; those not given yet are passed over."""
    written = [line for line in WRITERS[page](answers) if line]
    return written or [NOTHING]


def day(on: Any) -> str:
    """Return "3 February 1950"."""
    return date_format(on, "j F Y")


def _label(choices: type[TextChoices], code: Any) -> str:
    return str(dict(choices.choices).get(code, "")) if code else ""


def _labels(choices: type[TextChoices], codes: Any) -> str:
    return ", ".join(_label(choices, code) for code in codes or ())


def _said(words: str, answer: str) -> str:
    return f"{words}: {answer}." if answer else ""


def _about(answers: Answers) -> list[str]:
    return [
        _said(
            "Primary support reason",
            _label(PrimarySupportReason, answers.get("primary_support_reason")),
        ),
        _said(
            "Reported health conditions",
            _labels(HealthCondition, answers.get("conditions")) or "none recorded",
        )
        if "primary_support_reason" in answers
        else "",
    ]


def _happened(answers: Answers) -> list[str]:
    return [
        answers.get("account", ""),
        _said("When it happened", answers.get("happened_when", "")),
        _said("Types of risk", _labels(TypeOfRisk, answers.get("risk_types"))),
    ]


def _where(answers: Answers) -> list[str]:
    sources = [_source(row) for row in answers.get("sources", ())]
    others = [_other(row) for row in answers.get("others", ())]
    return [
        _said("Where", _label(LocationOfRisk, answers.get("location"))),
        _said("Provider of care concerned", answers.get("provider", "")),
        *sources,
        *others,
    ]


def _source(row: Answers) -> str:
    parts = [
        row.get("name") or "Somebody not named",
        row.get("relationship", ""),
        _label(SourceOfRisk, row.get("kind")),
        _yes(row, "lives_with_adult", "lives with the adult", "does not live with the adult"),
        _yes(row, "also_at_risk", "is an adult at risk too", ""),
        _yes(row, "knows_of_concern", "knows of the concern", "does not know of the concern"),
    ]
    return _said("Thought to be the source of the risk", ", ".join(part for part in parts if part))


def _yes(row: Answers, name: str, yes: str, no: str) -> str:
    return {YesNoUnknown.YES: yes, YesNoUnknown.NO: no}.get(row.get(name, ""), "")


def _other(row: Answers) -> str:
    parts = [row.get("name", ""), _label(AtRisk, row.get("kind")), row.get("what_was_done", "")]
    return _said("May be at risk too", ", ".join(part for part in parts if part))


def _wants(answers: Answers) -> list[str]:
    asked = _label(YesNoUnknown, answers.get("outcomes_asked"))
    view = answers.get("adult_view")
    return [
        f"In their own words: “{view}”" if view else "",
        *(_wish(row) for row in answers.get("outcomes", ())),
        _said("Asked what they want to happen", _with(asked, answers.get("outcomes_reason"))),
        _said(
            "Agreed to this being reported",
            _with(
                _label(Agreement, answers.get("agreement")),
                answers.get("agreement_reason"),
            ),
        ),
        _said(
            "Had the mental capacity to agree",
            _label(YesNoUnknown, answers.get("capacity_to_agree")),
        ),
    ]


def _with(answer: str, reason: str | None) -> str:
    return f"{answer}. {reason.removesuffix('.')}" if answer and reason else answer


def _wish(row: Answers) -> str:
    on = row.get("wanted_on")
    return f"They want: “{row.get('wanted', '')}”" + (f", said on {day(on)}." if on else "")


def _safety(answers: Answers) -> list[str]:
    return [
        _said("In danger now", _label(YesNoUnknown, answers.get("in_danger"))),
        answers.get("safety_steps", ""),
    ]


def _telling(answers: Answers) -> list[str]:
    at = answers.get("received_at")
    when = f" on {day(at)} at {date_format(at, 'H:i')}" if at else ""
    who = _label(Referrer, answers.get("referrer"))
    named = ", ".join(
        part
        for part in (answers.get("referrer_name"), who, answers.get("referrer_contact"))
        if part
    )
    how = _label(Channel, answers.get("channel"))
    told = f"The council was told{when}." if when else ""
    feedback = ""
    if at:
        wish = "are" if answers.get("wants_feedback") else "are not"
        feedback = f"They {wish} to be told what is decided."
    return [told, _said("How", how), _said("By", named), feedback]


WRITERS: Mapping[str, Callable[[Answers], list[str]]] = {
    "about": _about,
    "happened": _happened,
    "where": _where,
    "wants": _wants,
    "safety": _safety,
    "telling": _telling,
}
