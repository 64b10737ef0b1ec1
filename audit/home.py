"""What audits add to the home pages: what is to be done, and how rounds stand."""

from __future__ import annotations

from audit.choices import ActionStatus, RoundStatus
from audit.models import AuditAction, AuditRound, Moderation
from audit.rounds_shown import with_progress
from audit.work_due import overdue, tasks_of
from core.home import Desk, Panel
from core.permissions import Permission
from core.roles import Role

SHOWN = 10
# Whose home page begins with a panel of their own, which has the heading of the page.
OTHER_PANELS = {Role.PRACTITIONER, Role.SAFEGUARDING_MANAGER, Role.QA_LEAD}


def audits_to_do(desk: Desk) -> Panel | None:
    """Own audits, second readings, actions and feedback: due and overdue first."""
    if Permission.AUDIT_DO not in desk.permissions:
        return None
    tasks = tasks_of(desk.person, desk.council)
    if not tasks:
        return None
    rows = [(t, t.is_late(desk.today), t.due_on == desk.today) for t in tasks[:SHOWN]]
    content = {
        "rows": rows,
        "count": len(tasks),
        "late": overdue(tasks, desk.today),
        "is_alone": not desk.roles & OTHER_PANELS,
    }
    return Panel("audit/home_to_do.html", content)


def rounds_under_way(desk: Desk) -> Panel | None:
    """For whoever runs rounds: done, assigned, overdue; second readings and actions due."""
    if Permission.AUDIT_ROUND_MANAGE not in desk.permissions or desk.is_led_by(Role.DIRECTOR):
        return None
    rounds = AuditRound.objects.visible_to(desk.person).filter(
        council=desk.council, status=RoundStatus.OPEN
    )
    second = Moderation.objects.open().filter(audit__council=desk.council)
    actions = AuditAction.objects.visible_to(desk.person).filter(council=desk.council)
    content = {
        "rounds": with_progress(rounds, desk.today).defer("population").order_by("due_on")[:SHOWN],
        "second": second.count(),
        "late_actions": actions.overdue_on(desk.today).count(),
        "to_verify": actions.filter(status=ActionStatus.DONE).count(),
    }
    return Panel("audit/home_rounds.html", content)
