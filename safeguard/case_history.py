"""What was decided or concluded in a case and set aside since, in words."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from safeguard.choices_work import DecisionState
from safeguard.models import (
    ClosingCheck,
    Concern,
    ConcernReport,
    Conclusion,
    DecisionRecord,
    DesiredOutcome,
    Enquiry,
    Reopening,
)

Event = dict[str, Any]
NOTHING = "not recorded"


def history_of(concern: Concern) -> list[Event]:
    """Return, newest first, each reopening with what stood before, and each decision set aside.

    Three statements, however many there are.
    """
    reopened = Reopening.objects.filter(concern=concern).select_related("reopened_by", "enquiry")
    decided = DecisionRecord.objects.filter(
        concern=concern, state__in=(DecisionState.SET_ASIDE, DecisionState.RETURNED)
    )
    people = decided.select_related("proposed_by", "signed_off_by").prefetch_related("routes")
    events = [*map(_reopening, reopened), *map(_decision, people)]
    return sorted(events, key=lambda event: event["when"], reverse=True)


def _reopening(row: Reopening) -> Event:
    what = f"Enquiry {row.enquiry} reopened" if row.enquiry else "Concern reopened"
    return {
        "when": row.reopened_at,
        "title": what,
        "who": row.reopened_by.full_name,
        "text": f"Why: {row.reason}",
        "facts": list(_before(row)),
        "url": reverse("safeguard:enquiry-detail", args=[row.enquiry_id]) if row.enquiry_id else "",
    }


def _decision(row: DecisionRecord) -> Event:
    signed = row.signed_off_by.full_name if row.signed_off_by else ""
    parts = (("(a)", row.met_a, row.reason_a), ("(b)", row.met_b, row.reason_b))
    lines = [
        f"Section 42(1){part}: {'yes' if met else 'no'}. {reason}"
        for part, met, reason in (*parts, ("(c)", row.met_c, row.reason_c))
    ]
    routes = ", ".join(str(route) for route in row.routes.all())
    found = [
        ("Decided on", in_words(row.decided_on)),
        ("The three parts", "\n".join(lines)),
        ("Reason", row.reason),
        ("Routes", routes),
        ("Signed off by", signed),
        ("What the manager said", row.answer),
    ]
    return {
        "when": row.signed_off_at or row.proposed_at,
        "title": f"{row.get_state_display()}: {row.get_result_display()}",
        "who": row.proposed_by.full_name,
        "text": "",
        "facts": [{"key": key, "value": value} for key, value in found if value],
        "url": "",
    }


def _before(row: Reopening) -> Iterator[dict[str, str]]:
    """Yield what stood before as facts in pairs: columns, words of the conclusion, then rows."""
    kept = row.before
    of_the_case: type[models.Model] = Enquiry if row.enquiry_id else Concern
    yield from _columns(of_the_case, kept.get("columns") or {})
    told = {name: value for name, value in (kept.get("feedback") or {}).items() if value}
    yield from _columns(ConcernReport, told)
    if told.get("feedback_by"):
        yield {"key": "Told by", "value": told["feedback_by"]}
    conclusion = kept.get("conclusion") or {}
    yield from _columns(Conclusion, conclusion)
    if conclusion.get("closed_by"):
        yield {"key": "Closed by", "value": conclusion["closed_by"]}
    for check in kept.get("checks") or []:
        answer = _value(ClosingCheck, "answer", check["answer"])
        note = f". {check['note']}" if check["note"] else ""
        yield {"key": _value(ClosingCheck, "item", check["item"]), "value": f"{answer}{note}"}
    for outcome in kept.get("outcomes") or []:
        yield {"key": f"Outcome wanted: {outcome['wanted']}", "value": _outcome(outcome)}


def _outcome(kept: Mapping[str, Any]) -> str:
    if not kept["achieved"]:
        return f"Not judged. {kept['not_judged_reason']}".strip()
    view = f", in the view of: {kept['in_whose_view']}" if kept["in_whose_view"] else ""
    return f"{_value(DesiredOutcome, 'achieved', kept['achieved'])}{view}"


def _columns(model: type[models.Model], kept: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for field in model._meta.concrete_fields:
        if field.name in kept and not field.is_relation and kept[field.name] not in (None, ""):
            label = str(field.verbose_name)
            key = f"{label[:1].upper()}{label[1:]}"
            yield {"key": key, "value": _value(model, field.name, kept[field.name])}


def _value(model: type[models.Model], name: str, value: Any) -> str:
    """Return one kept value in words: the label of a code, a day in full, yes or no."""
    field = model._meta.get_field(name)
    labels = dict(getattr(field, "flatchoices", ()))
    if value in labels:
        return str(labels[value])
    if isinstance(field, models.DateTimeField):
        return in_words(parse_datetime(value))
    if isinstance(field, models.DateField):
        return in_words(parse_date(value))
    return in_words(value)


def in_words(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return format_date(timezone.localtime(value), "j F Y, H:i")
    return format_date(value, "j F Y") if isinstance(value, date) else str(value)
