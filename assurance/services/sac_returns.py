"""Keep the statutory return: freeze its numbers, sign it off."""

from datetime import date

from django.db import transaction

from assurance.models import FrozenReturn, SignOffSheet
from assurance.sac.cells import Return, build_return
from assurance.sac.held import sheet_of
from assurance.sac.layout import has_figures
from assurance.sac.spec import specification_for
from assurance.scopes import open_scope
from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.metrics.scope import CaseScope


def count_return(scope: CaseScope, year: str) -> Return:
    """Return the return of `year`, refusing one in which nothing was counted.

    Raises:
        RuleViolationError: code `unknown_year` or `no_figures`.
    """
    check_year(year)
    built = build_return(scope, year)
    if not has_figures(built):
        raise RuleViolationError(
            "no_figures", f"{scope.council.name} has no concern or enquiry in {year}."
        )
    return built


def check_year(year: str) -> None:
    """Refuse what is not a reporting year that a specification covers.

    Raises:
        RuleViolationError: code `unknown_year`.
    """
    try:
        specification_for(year)
    except ValueError as error:
        raise RuleViolationError("unknown_year", str(error), field="year") from error


@transaction.atomic
def freeze_return(*, by: User, council: Organisation, year: str, note: str) -> FrozenReturn:
    """Keep the return's numbers as they are now, with their hash, who froze them and why.

    A year that has not ended, or whose checks find errors, can be frozen: the official checks were
    not seen, and an early freeze is how a council compares. The page says so beforehand.

    Raises:
        PermissionDenied: `by` does not hold RETURN_FREEZE in `council`.
        RuleViolationError: code `no_note`, `unknown_year` or `no_figures`.
        ValidationError: the note is too long.
    """
    # Two freezes at once would be two different returns under one name: one waits for the other.
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    access.require(by, Permission.RETURN_FREEZE, council=council)
    if not note.strip():
        raise RuleViolationError("no_note", "Say why the return is frozen.", field="note")
    built = count_return(open_scope(by=by, council=council), year)
    frozen = FrozenReturn(
        council=council,
        year=year,
        specification=built.specification.name,
        cells=[cell.as_json() for cell in built.cells],
        sha256=built.sha256(),
        note=note.strip(),
        frozen_by=by,
    )
    frozen.full_clean()
    frozen.save(force_insert=True)
    activity.record(
        by=by,
        verb="return_frozen",
        target=frozen,
        council=council,
        changes={"year": [None, year], "sha256": [None, frozen.sha256]},
    )
    return frozen


@transaction.atomic
def save_sign_off(
    *,
    by: User,
    council: Organisation,
    year: str,
    name: str,
    job_title: str,
    email: str,
    signed_on: date,
    comments: str = "",
) -> SignOffSheet:
    """Fill in, or change, the sign-off sheet of one year.

    Raises:
        PermissionDenied: `by` does not hold RETURN_FREEZE in `council`.
        RuleViolationError: code `unknown_year`.
        ValidationError: a part is missing, too long, or not an email address.
    """
    council = Organisation.objects.select_for_update(no_key=True).get(pk=council.pk)
    access.require(by, Permission.RETURN_FREEZE, council=council)
    check_year(year)
    held = sheet_of(council, year)
    before = activity.snapshot(held) if held else None
    sheet = held or SignOffSheet(council=council, year=year)
    sheet.name, sheet.job_title, sheet.email = name.strip(), job_title.strip(), email.strip()
    sheet.signed_on, sheet.comments = signed_on, comments.strip()
    sheet.full_clean()
    sheet.save()
    activity.record(by=by, verb="return_signed_off", target=sheet, council=council, before=before)
    return sheet
