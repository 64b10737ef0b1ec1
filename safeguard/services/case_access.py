"""Open one case to somebody whose role does not show cases: for a reason, and for a short time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core import access, activity
from core.errors import RuleViolationError
from core.models import Organisation, User
from core.permissions import Permission
from safeguard.models import CaseAccess, Concern

OPEN_FOR = timedelta(hours=2)


@transaction.atomic
def open_for_cause(*, by: User, council: Organisation, reference: str, reason: str) -> CaseAccess:
    """Let `by` read one concern, its enquiries and its adult for two hours, and log why.

    Raises:
        PermissionDenied: `by` does not hold CASE_VIEW_FOR_CAUSE in `council`.
        RuleViolationError: code `no_reason` or `no_such_case`.
    """
    access.require(by, Permission.CASE_VIEW_FOR_CAUSE, council=council)
    if not reason.strip():
        raise RuleViolationError("no_reason", "Say why you need to open this case", field="reason")
    concern = Concern.objects.filter(council=council, reference=reference.strip()).first()
    if concern is None:
        raise RuleViolationError(
            "no_such_case",
            f"{council.name} holds no concern with this reference",
            field="reference",
        )
    now = timezone.now()
    opened = CaseAccess(
        concern=concern,
        person=by,
        reason=reason.strip(),
        granted_at=now,
        expires_at=now + OPEN_FOR,
    )
    opened.full_clean()
    opened.save(force_insert=True)
    activity.record(
        by=by,
        verb="case_opened_for_cause",
        target=concern,
        council=council,
        changes={"reason": [None, opened.reason], "until": [None, opened.expires_at.isoformat()]},
    )
    return opened
