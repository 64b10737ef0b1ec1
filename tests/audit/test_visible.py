"""Who sees which audit, round, action and story."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from audit.models import AuditAction, AuditRound, AuditTool, CaseAudit, StoryOfDifference
from core.roles import Role
from tests import factories as f


@pytest.fixture
def council(db):
    return f.OrganisationFactory()


def person(council, role):
    return f.MembershipFactory(organisation=council, role=role).person


def sees(user, row):
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


ALL = {Role.QA_LEAD}
SHARED = {*ALL, Role.SAFEGUARDING_MANAGER}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("traits", "readers"),
    [({}, ALL), ({"submitted": True}, ALL), ({"shared": True}, SHARED), ({"of_worker": True}, ALL)],
    ids=["under way", "submitted", "shared", "of a worker"],
)
def test_an_audit_by_role(council, role, traits, readers):
    audit = f.CaseAuditFactory(council=council, **traits)
    assert sees(person(council, role), audit) is (role in readers)


def test_an_alert_opens_the_audit_to_managers_but_never_one_of_a_worker(council):
    manager = person(council, Role.SAFEGUARDING_MANAGER)
    alert = f.AuditAlertFactory(strand__audit__council=council)
    assert sees(manager, alert.audit)
    audit = f.CaseAuditFactory(council=council, of_worker=True)
    f.AuditAlertFactory(strand__audit=audit)
    assert not sees(manager, audit)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRACTITIONER])
def test_what_is_allocated_is_seen_by_whom_it_is_allocated_to(council, role):
    mine = person(council, role)
    first = f.CaseAuditFactory(council=council, auditor=mine)
    strand = f.AuditStrandFactory(audit__council=council, person=mine)
    f.CaseAuditFactory(council=council)
    assert set(CaseAudit.objects.visible_to(mine)) == {first, strand.audit}
    assert set(CaseAudit.objects.allocated_to(mine)) == {first, strand.audit}


def test_a_moderator_sees_what_they_moderate(council):
    moderator = person(council, Role.AUDITOR)
    moderation = f.ModerationFactory(audit__council=council, moderator=moderator)
    assert list(CaseAudit.objects.visible_to(moderator)) == [moderation.audit]


def test_somebody_allocated_elsewhere_or_whose_role_ended_sees_nothing(council):
    auditor = f.MembershipFactory(
        organisation=council, role=Role.AUDITOR, until=timezone.localdate().replace(year=2024)
    ).person
    audit = f.CaseAuditFactory(council=council, auditor=auditor)
    assert not sees(auditor, audit)
    assert not sees(AnonymousUser(), audit)
    elsewhere = person(f.OrganisationFactory(), Role.QA_LEAD)
    assert not sees(elsewhere, audit)


def test_a_practitioner_sees_the_shared_result_on_their_own_work_only(council):
    mine = person(council, Role.PRACTITIONER)
    before = f.CaseAuditFactory(council=council, practitioner=mine)
    after = f.CaseAuditFactory(council=council, practitioner=mine, shared=True)
    f.CaseAuditFactory(council=council, shared=True)
    assert list(CaseAudit.objects.visible_to(mine)) == [after]
    assert not sees(mine, before)


def test_rounds_of_a_personnel_tool(council):
    tool = f.AuditToolFactory(council=council, is_personnel=True, subject="worker")
    row = f.AuditRoundFactory(council=council, version=f.ToolVersionFactory(tool=tool))
    auditor = person(council, Role.AUDITOR)
    assert not sees(auditor, row)
    f.RoundAuditorFactory(round=row, person=auditor)
    assert list(AuditRound.objects.visible_to(auditor)) == [row]
    assert sees(person(council, Role.QA_LEAD), row)


def test_an_owner_sees_their_action_and_managers_those_of_casework(council):
    owner = person(council, Role.PRACTITIONER)
    action = f.AuditActionFactory(audit__council=council, owner=owner)
    worker = f.CaseAuditFactory(council=council, of_worker=True, submitted=True)
    personnel = f.AuditActionFactory(audit=worker)
    assert list(AuditAction.objects.visible_to(owner)) == [action]
    manager = person(council, Role.SAFEGUARDING_MANAGER)
    assert list(AuditAction.objects.visible_to(manager)) == [action]
    assert set(AuditAction.objects.visible_to(person(council, Role.QA_LEAD))) == {
        action,
        personnel,
    }


def test_a_story_is_told_with_standing_consent_after_review(council):
    told = f.StoryOfDifferenceFactory(council=council, reviewed=True)
    begun = f.StoryOfDifferenceFactory(council=council, consented=True)
    withdrawn = f.StoryOfDifferenceFactory(
        council=council, reviewed=True, withdrawn_on=timezone.localdate()
    )
    chair = person(council, Role.SAB_CHAIR)
    assert list(StoryOfDifference.objects.visible_to(chair)) == [told]
    assert list(StoryOfDifference.objects.may_be_told("board")) == [told]
    lead = person(council, Role.QA_LEAD)
    assert set(StoryOfDifference.objects.visible_to(lead)) == {told, begun, withdrawn}


def test_shared_tools_are_seen_by_readers_of_tools_only(council):
    shared = f.AuditToolFactory(shared=True)
    assert sees(person(council, Role.AUDITOR), shared)
    assert not sees(person(council, Role.ADMINISTRATOR), shared)
    assert not AuditTool.objects.visible_to(AnonymousUser()).exists()
