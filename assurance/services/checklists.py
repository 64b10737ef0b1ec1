"""Rounds of the checklists: open one, move its window, keep its list of groups."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from assurance.models import ChecklistGroup, ChecklistRound, Framework, FrameworkEntry
from assurance.models.framework import EntryKind
from assurance.services.rows import add, change
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission

MOST_GROUPS = 30


@transaction.atomic
def open_round(
    *,
    by: User,
    council: Organisation,
    framework: Framework,
    title: str,
    opens_on: date,
    closes_on: date,
    entries: Iterable[FrameworkEntry],
    groups: Sequence[str],
    has_neither: bool = True,
) -> ChecklistRound:
    """Open a round that asks `groups` about lines of one framework version.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in `council`.
        RuleViolationError: code `no_lines`, `other_version`, `over`, `no_groups`, `twice`,
            `too_many` or `too_long`.
        ValidationError: the title is taken or empty, or the window closes before it opens.
    """
    access.require(by, Permission.CHECKLIST_MANAGE, council=council)
    lines = list(entries)
    _check_lines(framework, lines)
    _check_not_over(closes_on)
    labels = _labels(groups)
    row = ChecklistRound(
        council=council,
        framework=framework,
        title=title.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        has_neither=has_neither,
    )
    add(by, row, "checklist_round_opened", council)
    row.entries.set(lines)
    ChecklistGroup.objects.bulk_create(
        ChecklistGroup(round=row, label=label, order=order) for order, label in enumerate(labels)
    )
    _note(by, row, "checklist_round_planned", {"groups": labels, "lines": len(lines)})
    return row


@transaction.atomic
def change_round(
    *, by: User, round: ChecklistRound, title: str, opens_on: date, closes_on: date
) -> ChecklistRound:
    """Change a round's title or window; a last day already past closes it.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in its council.
        ValidationError: the title is taken or empty, or the window closes before it opens.
    """
    held = lock_round(by, round)
    columns = {"title": title.strip(), "opens_on": opens_on, "closes_on": closes_on}
    change(by, held, "checklist_round_changed", held.council, columns)
    return held


@transaction.atomic
def set_groups(*, by: User, round: ChecklistRound, groups: Sequence[str]) -> ChecklistRound:
    """Make the round's groups the ones listed. A group in which somebody was asked stays.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in its council.
        RuleViolationError: code `asked` (naming who would be lost), or as for `open_round`.
    """
    held = lock_round(by, round)
    labels = _labels(groups)
    have = {group.label: group for group in held.groups.all()}
    gone = [group for label, group in have.items() if label not in labels]
    asked = [group.label for group in gone if group.parts.exists()]
    if asked:
        words = f"People of “{asked[0]}” have been asked already, so it stays on the list"
        raise RuleViolationError("asked", words, field="groups")
    held.groups.filter(pk__in=[group.pk for group in gone]).delete()
    for order, label in enumerate(labels):
        group = have.get(label) or ChecklistGroup(round=held, label=label)
        group.order = order
        group.full_clean()
        group.save()
    _note(by, held, "checklist_groups_set", {"groups": labels})
    return held


def lock_round(by: User, round: ChecklistRound) -> ChecklistRound:
    """Return a round locked for somebody who runs rounds in its council."""
    rows = ChecklistRound.objects.select_for_update(of=("self",)).select_related("council")
    held = rows.get(pk=round.pk)
    access.require(by, Permission.CHECKLIST_MANAGE, council=held.council)
    return held


def _note(by: User, row: ChecklistRound, verb: str, what: dict[str, object]) -> None:
    changes = {name: [None, str(value)] for name, value in what.items()}
    activity.record(by=by, verb=verb, target=row, council=row.council, changes=changes)


def _check_lines(framework: Framework, lines: Sequence[FrameworkEntry]) -> None:
    if not lines:
        raise RuleViolationError("no_lines", "Choose what to ask about", field="statements")
    for line in lines:
        if line.framework_id != framework.pk or line.kind != EntryKind.CHECKLIST_ITEM:
            words = "Choose lines of the checklists of this framework version"
            raise RuleViolationError("other_version", words, field="statements")


def _check_not_over(closes_on: date) -> None:
    if closes_on < timezone.localdate():
        words = "The round would be over already. Give a later last day"
        raise RuleViolationError("over", words, field="closes_on")


def _labels(groups: Sequence[str]) -> list[str]:
    """Return the groups as they are kept, or refuse the list."""
    labels = [" ".join(group.split()) for group in groups if group.strip()]
    longest = ChecklistGroup._meta.get_field("label").max_length or 0
    seen: set[str] = set()
    for label in labels:
        if len(label) > longest:
            words = f"“{label[:40]}…” is longer than {longest} characters"
            raise RuleViolationError("too_long", words, field="groups")
        if label.casefold() in seen:
            raise RuleViolationError("twice", f"“{label}” is listed twice", field="groups")
        seen.add(label.casefold())
    if not labels:
        raise RuleViolationError("no_groups", "List at least one group", field="groups")
    if len(labels) > MOST_GROUPS:
        words = f"List at most {MOST_GROUPS} groups"
        raise RuleViolationError("too_many", words, field="groups")
    return labels
