"""The demonstration's audits: rows that pass their own checks, nobody on their own casework."""

from datetime import date

import pytest
from django.core.management import call_command

from assurance.demo.audits import make_audits
from assurance.demo.story import SEED, Story
from audit import models
from audit.cases import barred_from_audit
from audit.choices import ActionStatus, RoundStatus

AS_OF = date(2026, 5, 31)


@pytest.mark.django_db
def test_a_closed_and_an_open_round_with_what_follows() -> None:
    call_command("seed_demo", today=AS_OF, scale=0.1, verbosity=0)
    states = set(models.AuditRound.objects.values_list("status", flat=True))
    assert states == {RoundStatus.OPEN, RoundStatus.CLOSED}
    assert models.Moderation.objects.exists()
    assert models.Feedback.objects.exists()
    assert models.AuditAction.objects.filter(status=ActionStatus.OPEN).exists()
    for model in (models.CaseAudit, models.Answer, models.AuditResult, models.AuditAction):
        for row in model._default_manager.all():
            row.full_clean()
    for audit in models.CaseAudit.objects.all():
        assert audit.auditor_id not in barred_from_audit(audit)
        # Those beside the rounds are done through the services, so on the day of the seeding.
        is_past = audit.submitted_at is None or audit.submitted_at.date() <= AS_OF
        assert is_past or audit.round_id is None
    assert make_audits(Story(seed=SEED, as_of=AS_OF, scale=0.1)) == 0
