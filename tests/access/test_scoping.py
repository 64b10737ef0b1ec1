"""Every `visible_to`: rows of one's own council, none of another's, none without the role."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from core.roles import Role
from tests import factories
from tests.access import scoped_sab, scoped_self_assessment
from tests.factories import (
    CaseAccessFactory,
    ConcernDraftFactory,
    ConcernFactory,
    EnquiryFactory,
    MembershipFactory,
)

CASE = Role.PRACTITIONER
# model: (maker of a row in a council, a role that sees it)
SCOPED = {
    "safeguard.Adult": (lambda council: factories.AdultFactory(council=council), CASE),
    "safeguard.Concern": (lambda council: ConcernFactory(adult__council=council), CASE),
    "safeguard.Enquiry": (lambda council: EnquiryFactory(concern__adult__council=council), CASE),
    "safeguard.Notification": (
        lambda council: factories.NotificationFactory(council=council),
        CASE,
    ),
    "safeguard.ProviderNotification": (
        lambda council: factories.ProviderNotificationFactory(council=council),
        CASE,
    ),
    "safeguard.Provider": (lambda council: factories.ProviderFactory(council=council), CASE),
    "safeguard.ClockRule": (lambda council: factories.ClockRuleFactory(council=council), CASE),
    "safeguard.QuestionSet": (lambda council: factories.QuestionSetFactory(council=council), CASE),
    "safeguard.AdultMerge": (lambda council: factories.AdultMergeFactory(council=council), CASE),
    "safeguard.QualityCount": (
        lambda council: factories.QualityCountFactory(council=council),
        CASE,
    ),
    "safeguard.QualityTask": (lambda council: factories.QualityTaskFactory(council=council), CASE),
    "safeguard.ExtractMapping": (
        lambda council: factories.ExtractMappingFactory(council=council),
        Role.ANALYST,
    ),
    "safeguard.ImportRun": (
        lambda council: factories.ImportRunFactory(council=council),
        Role.ANALYST,
    ),
    "assurance.OfficialWording": (
        lambda council: factories.OfficialWordingFactory(council=council),
        Role.PRACTITIONER,
    ),
    "assurance.LocalTarget": (
        lambda council: factories.LocalTargetFactory(council=council),
        Role.SAB_CHAIR,
    ),
    "assurance.ChartRebase": (
        lambda council: factories.ChartRebaseFactory(council=council),
        Role.SAB_CHAIR,
    ),
    "assurance.StatisticalNeighbour": (
        lambda council: factories.StatisticalNeighbourFactory(council=council),
        Role.SAB_CHAIR,
    ),
    "assurance.SignOffSheet": (
        lambda council: factories.SignOffSheetFactory(council=council),
        Role.ANALYST,
    ),
    "assurance.CountedFigures": (
        lambda council: factories.CountedFiguresFactory(council=council),
        Role.DIRECTOR,
    ),
    "assurance.FrozenReturn": (
        lambda council: factories.FrozenReturnFactory(council=council),
        Role.ANALYST,
    ),
    **{
        f"audit.{name}": (lambda council, make=make: make(council=council), Role.QA_LEAD)
        for name, make in {
            "AuditTool": factories.AuditToolFactory,
            "AuditRound": factories.AuditRoundFactory,
            "CaseAudit": factories.CaseAuditFactory,
            "Theme": factories.ThemeFactory,
            "StoryOfDifference": factories.StoryOfDifferenceFactory,
        }.items()
    },
    "audit.AuditAction": (
        lambda council: factories.AuditActionFactory(audit__council=council),
        Role.QA_LEAD,
    ),
    "assurance.SharedSet": (
        lambda council: factories.SharedSetFactory(council=council),
        Role.QA_LEAD,
    ),
    "assurance.TrackingSample": (
        lambda council: factories.TrackingSampleFactory(council=council),
        Role.QA_LEAD,
    ),
    "assurance.InformationReturn": (
        lambda council: factories.InformationReturnFactory(council=council),
        Role.QA_LEAD,
    ),
    "assurance.AccuracyCheck": (
        lambda council: factories.AccuracyCheckFactory(council=council),
        Role.QA_LEAD,
    ),
    "assurance.ReportRun": (
        lambda council: factories.ReportRunFactory(council=council),
        Role.QA_LEAD,
    ),
    **scoped_sab.SCOPED,
    **scoped_self_assessment.SCOPED,
    **{
        f"assurance.{name}": (lambda council, make=make: make(council=council), Role.ANALYST)
        for name, make in {
            "Voice": factories.VoiceFactory,
            "OutsideAssessment": factories.OutsideAssessmentFactory,
            "ImprovementItem": factories.ImprovementItemFactory,
            "Indicator": factories.IndicatorFactory,
        }.items()
    },
    "assurance.BoardPack": (
        lambda council: factories.BoardPackFactory(council=council),
        Role.SAB_CHAIR,
    ),
    "assurance.PackPlan": (
        lambda council: factories.PackPlanFactory(council=council),
        Role.SAB_CHAIR,
    ),
    "assurance.EvidenceItem": (
        lambda council: factories.EvidenceItemFactory(council=council),
        Role.DIRECTOR,
    ),
    "assurance.PinnedCases": (
        lambda council: factories.PinnedCasesFactory(council=council),
        Role.ANALYST,
    ),
    "assurance.SharedRelease": (
        lambda council: factories.SharedReleaseFactory(council=council),
        Role.ANALYST,
    ),
}
# What one person has begun is seen by nobody else: tested at the end.
OF_ONE_PERSON = {"safeguard.ConcernDraft"}


def visible(model: str, user) -> list:
    return list(apps.get_model(model).objects.visible_to(user))


# Settings of the council that its administrators keep.
READ_BY_ADMINISTRATORS = {"assurance.OfficialWording"}


def test_every_scoped_model_is_listed():
    scoped = {m._meta.label for m in apps.get_models() if hasattr(m.objects, "visible_to")}
    assert scoped == set(SCOPED) | OF_ONE_PERSON


@pytest.mark.parametrize("model", SCOPED)
def test_own_council_only(model, council, other_council, person_with):
    make, role = SCOPED[model]
    mine, _ = make(council), make(other_council)
    assert visible(model, person_with(role)) == [mine]


@pytest.mark.parametrize("model", SCOPED)
def test_two_councils_when_the_role_is_held_in_both(model, council, other_council, person_with):
    make, role = SCOPED[model]
    rows = {make(council), make(other_council)}
    person = person_with(role)
    MembershipFactory(person=person, organisation=other_council, role=role)
    assert set(visible(model, person)) == rows


@pytest.mark.parametrize("model", SCOPED)
def test_nothing_for_others(model, council, person_with, administrator, assessor):
    make, role = SCOPED[model]
    make(council)
    ended = MembershipFactory(
        organisation=council, role=role, since=date(2020, 1, 1), until=date(2020, 2, 1)
    )
    inactive = person_with(role)
    inactive.is_active = False
    inactive.save()
    others = [] if model in READ_BY_ADMINISTRATORS else [administrator]
    for nobody in (AnonymousUser(), *others, assessor, ended.person, inactive):
        assert visible(model, nobody) == []


@pytest.fixture
def opened(director, council):
    """A director's access to one of two cases of the council, in force now."""
    EnquiryFactory(concern__adult__council=council)
    enquiry = EnquiryFactory(concern__adult__council=council)
    return CaseAccessFactory(person=director, concern=enquiry.concern)


def sees(person) -> tuple[int, int, int]:
    models = ("safeguard.Concern", "safeguard.Enquiry", "safeguard.Adult")
    return tuple(len(visible(model, person)) for model in models)


def test_a_case_opened_for_cause_is_seen_and_no_other(opened, director):
    assert visible("safeguard.Concern", director) == [opened.concern]
    assert visible("safeguard.Enquiry", director) == list(opened.concern.enquiries.all())
    assert visible("safeguard.Adult", director) == [opened.concern.adult]


def test_a_case_opened_for_cause_closes_by_itself(opened, director):
    opened.granted_at = timezone.now() - timedelta(hours=2)
    opened.expires_at = timezone.now()
    opened.save()
    assert sees(director) == (0, 0, 0)


def test_a_case_opened_for_cause_closes_with_the_role(opened, director):
    director.memberships.update(until=date(2020, 2, 1))
    assert sees(director) == (0, 0, 0)


def test_a_case_opened_by_one_director_is_closed_to_another(opened, person_with):
    assert sees(person_with(Role.DIRECTOR)) == (0, 0, 0)


def test_a_concern_begun_is_seen_by_who_began_it_alone(council, practitioner, manager, person_with):
    begun = ConcernDraftFactory(council=council, started_by=practitioner)
    assert visible("safeguard.ConcernDraft", practitioner) == [begun]
    for other in (manager, person_with(CASE), AnonymousUser()):
        assert visible("safeguard.ConcernDraft", other) == []


def test_a_concern_begun_in_another_council_is_not_seen(other_council, practitioner):
    ConcernDraftFactory(council=other_council, started_by=practitioner)
    assert visible("safeguard.ConcernDraft", practitioner) == []


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_a_concern_begun_is_not_seen_by_a_role_that_raises_none(council, person_with, role):
    person = person_with(role)
    ConcernDraftFactory(council=council, started_by=person)
    assert visible("safeguard.ConcernDraft", person) == []


def test_a_concern_begun_closes_with_the_role(council, practitioner):
    ConcernDraftFactory(council=council, started_by=practitioner)
    practitioner.memberships.update(until=date(2020, 2, 1))
    assert visible("safeguard.ConcernDraft", practitioner) == []
