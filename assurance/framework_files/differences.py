"""What one version of a framework says that another does not, by the codes that both use.

A code stands for one thing in all versions. Where a code is in one version only, nothing is matched
by its words: a person decides what of the old belongs to the new.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assurance.models import (
    EvidenceCategory,
    Framework,
    FrameworkEntry,
    QualityStatement,
    SubHeading,
    Theme,
)


class Change(StrEnum):
    NEW = "New"
    GONE = "Gone"
    CHANGED = "Changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: `where` names it, `what` names the part of it that changed."""

    change: Change
    where: str
    what: str
    before: str
    now: str


def differences(old: Framework, new: Framework) -> list[Difference]:
    """Return what differs, in the order of the new version; what is gone comes last."""
    said = _said_of(old, new)
    before, now = said[old.pk], said[new.pk]
    found = []
    for where, parts in now.items():
        if where not in before:
            found.append(Difference(Change.NEW, where, "", "", _main(parts)))
            continue
        earlier = before[where]
        for what in [*parts, *(each for each in earlier if each not in parts)]:
            was, is_now = earlier.get(what, ""), parts.get(what, "")
            if was != is_now:
                found.append(Difference(Change.CHANGED, where, what, was, is_now))
    gone = (where for where in before if where not in now)
    return found + [Difference(Change.GONE, where, "", _main(before[where]), "") for where in gone]


def _main(parts: Mapping[str, str]) -> str:
    return next(iter(parts.values()), "")


def _said_of(*frameworks: Framework) -> dict[int, dict[str, dict[str, str]]]:
    """Return all that versions say, by version and by the thing it is said of; words come first."""
    said: dict[int, dict[str, dict[str, str]]] = {each.pk: {} for each in frameworks}
    keys = list(said)
    for theme in Theme.objects.filter(framework__in=keys):
        said[theme.framework_id][f"Theme {theme.code}"] = {
            "title": theme.title,
            "covers": "; ".join(theme.covers),
        }
    for category in EvidenceCategory.objects.filter(framework__in=keys):
        said[category.framework_id][f"Category {category.code}"] = {
            "label": category.label,
            "scoring": "scored" if category.is_scored else "not scored",
        }
    for each in QualityStatement.objects.filter(framework__in=keys).select_related("theme"):
        said[each.framework_id][f"Statement {each.code}"] = {
            "label": each.label,
            "quotation": each.quotation,
            "source of the quotation": each.quotation_source,
            "theme": each.theme.code,
            "other names": "; ".join(each.aliases),
        }
    for heading in SubHeading.objects.filter(framework__in=keys).select_related("statement"):
        said[heading.framework_id][f"Sub-heading {heading.code}"] = {
            "label": heading.label,
            "statement": heading.statement.code,
        }
    entries = FrameworkEntry.objects.filter(framework__in=keys)
    for entry in entries.select_related("statement", "category").prefetch_related("statements"):
        where = f"{entry.get_kind_display()} {entry.code}"
        said[entry.framework_id][where] = _said_of_entry(entry)
    return said


def _said_of_entry(entry: FrameworkEntry) -> dict[str, str]:
    of = [entry.statement] if entry.statement else entry.statements.all()
    return {
        "text": entry.text,
        "group": entry.group,
        "statement": ", ".join(each.code for each in of),
        "category": entry.category.code if entry.category else "",
        "if available": "yes" if entry.if_available else "no",
        "provisional": "yes" if entry.is_provisional else "no",
        "number in the return": entry.ir_number,
        "look-back in months": _number(entry.look_back_months),
        "days until due": _number(entry.due_days),
        **{name: str(value) for name, value in entry.details.items()},
    }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
