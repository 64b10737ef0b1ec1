"""Who answers a checklist for a group: ask somebody here, a workshop or somebody outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from assurance.checklists.links import hash_of_token, new_token
from assurance.choices_checklist import AnswersBy
from assurance.models import ChecklistGroup, ChecklistPart
from assurance.services.rows import add, change
from core import access
from core.errors import RuleViolationError
from core.models import User
from core.permissions import Permission

LONGEST_LINK = 60
SUBJECT = "You are asked how you see adult safeguarding in your area"
WORDS = (
    "Dear {name}\n\n"
    "{council} asks how you see its work to keep adults safe. It asks you as one of: {group}.\n\n"
    "Open this link to read the lines and say how far you agree. It is for you alone, and works "
    "until {until}:\n{link}\n\n"
    "You need no account. If you were not expecting this, ring the council on a number that you "
    "know, and do not open the link."
)


@transaction.atomic
def ask_person(*, by: User, group: ChecklistGroup, person: User) -> ChecklistPart:
    """Ask somebody with an account for their own view.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in the council.
        RuleViolationError: code `over` or `no_access`.
        ValidationError: they are asked for this group already.
    """
    return _ask_here(by, group, person, AnswersBy.PERSON)


@transaction.atomic
def plan_workshop(*, by: User, group: ChecklistGroup, person: User) -> ChecklistPart:
    """Have `person` lead a workshop of the group, and enter the answers it agrees.

    Raises:
        PermissionDenied, RuleViolationError: as for `ask_person`.
    """
    return _ask_here(by, group, person, AnswersBy.WORKSHOP)


@transaction.atomic
def ask_outside(
    *,
    by: User,
    group: ChecklistGroup,
    name: str,
    email: str,
    days: int,
    address_of: Callable[[str], str],
) -> ChecklistPart:
    """Send somebody without an account a link for their view alone.

    Args:
        address_of: makes the address of the page from the token, which is kept nowhere.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in the council.
        RuleViolationError: code `over`, `too_long` or `email`.
        ValidationError: no name, or not an email address.
    """
    held = _open_group(by, group)
    if not 1 <= days <= LONGEST_LINK:
        raise RuleViolationError("too_long", f"Give from 1 to {LONGEST_LINK} days", field="days")
    if not email.strip():
        raise RuleViolationError("email", "Give an email address", field="email")
    token, council = new_token(), held.round.council
    part = ChecklistPart(
        council=council,
        group=held,
        answers_by=AnswersBy.OUTSIDE,
        outside_name=name.strip(),
        outside_email=email.strip(),
        token_sha256=hash_of_token(token),
        token_expires_at=timezone.now() + timedelta(days=days),
    )
    add(by, part, "checklist_link_sent", council)
    words = WORDS.format(
        name=part.outside_name,
        council=council.name,
        group=held.label,
        until=timezone.localtime(part.token_expires_at).strftime("%d/%m/%Y %H:%M"),
        link=address_of(token),
    )
    address = part.outside_email
    transaction.on_commit(lambda: send_mail(SUBJECT, words, settings.DEFAULT_FROM_EMAIL, [address]))
    return part


@transaction.atomic
def withdraw_part(*, by: User, part: ChecklistPart) -> ChecklistPart:
    """Take an invitation back before its answers are sent; a link stops working.

    Raises:
        PermissionDenied: `by` does not hold CHECKLIST_MANAGE in the council.
        RuleViolationError: code `sent` or `withdrawn`.
    """
    rows = ChecklistPart.objects.select_for_update(of=("self",)).select_related("council", "group")
    held = rows.get(pk=part.pk)
    access.require(by, Permission.CHECKLIST_MANAGE, council=held.council)
    if held.sent_at is not None:
        words = "These answers have been sent, and are counted"
        raise RuleViolationError("sent", words)
    if held.withdrawn_at is not None:
        raise RuleViolationError("withdrawn", "This invitation was taken back already")
    columns = {"withdrawn_at": timezone.now()}
    change(by, held, "checklist_invitation_withdrawn", held.council, columns)
    return held


def _ask_here(by: User, group: ChecklistGroup, person: User, how: AnswersBy) -> ChecklistPart:
    held = _open_group(by, group)
    council = held.round.council
    if not access.has(person, Permission.CHECKLIST_ANSWER, council=council):
        words = f"{person} cannot answer checklists here"
        raise RuleViolationError("no_access", words, field="person")
    part = ChecklistPart(council=council, group=held, answers_by=how, person=person)
    add(by, part, "checklist_asked", council, taken="This person is asked already.")
    return part


def _open_group(by: User, group: ChecklistGroup) -> ChecklistGroup:
    held = ChecklistGroup.objects.select_related("round__council").get(pk=group.pk)
    access.require(by, Permission.CHECKLIST_MANAGE, council=held.round.council)
    if held.round.closes_on < timezone.localdate():
        raise RuleViolationError("over", "The round is over. Move its last day first")
    return held
