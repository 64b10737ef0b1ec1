"""The demonstration's audits: rows that pass their own checks, nobody on their own casework."""

from datetime import date

import pytest
from django.core.management import call_command

from assurance.choices_evidence import EvidenceStatus
from assurance.demo.audits import make_audits
from assurance.demo.story import SEED, Story
from assurance.demo.world import CODE
from assurance.evidence.frameworks import framework_now
from assurance.evidence.rerun import rerun
from assurance.management.demo_evidence import make_demo_evidence
from assurance.metrics.evidence import coverage
from assurance.models import EvidenceItem, EvidenceRevision
from audit import models
from audit.cases import barred_from_audit
from audit.choices import ActionStatus, RoundStatus
from core.models import Organisation, User

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
    check_evidence()


def check_evidence() -> None:
    """The evidence has gaps, something old, something unlinked, and a figure that has changed."""
    council = Organisation.objects.get(code=CODE)
    items = EvidenceItem.objects.filter(council=council)
    for row in (*items, *EvidenceRevision.objects.all()):
        row.full_clean()
    framework = framework_now(AS_OF)
    assert framework is not None
    found = coverage(items, framework, on=AS_OF)
    assert 0 < len(found.gaps) < 36
    assert items.stale(AS_OF).exists()
    assert items.orphaned(framework.pk).exists()
    assert set(items.values_list("status", flat=True)) == set(EvidenceStatus.values)
    analyst = User.objects.get(email="analyst@demo.example.org")
    changed = items.get(title__startswith="Risk reduced")
    assert len(rerun(by=analyst, item=changed).changes) == 1
    assert make_demo_evidence(council=council, as_of=AS_OF) == 0
