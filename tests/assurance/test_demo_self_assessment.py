"""The invented checklists and self-assessments: believable, whole, and made once."""

from datetime import date

import pytest

from assurance.checklists.results import found_in
from assurance.demo.checklist_rows import LINES, PARTNERS, TASKS, WORDS
from assurance.demo.people import DOMAIN, PEOPLE
from assurance.demo.self_assessment_text import POSTS
from assurance.management.demo_self_assessment import make_demo_self_assessment
from assurance.models import ChecklistRound, EvidenceTask, SelfAssessment
from assurance.self_assessments.content import content_of
from assurance.self_assessments.document import document_of
from assurance.self_assessments.side_by_side import side_by_side
from tests.assurance.self_assessment_set import cqc
from tests.factories import EvidenceItemFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 10, 31)


@pytest.fixture
def made(council):
    for person in PEOPLE:
        user = UserFactory(email=f"{person.mailbox}@{DOMAIN}", full_name=person.name)
        for _, role in person.roles[:1]:
            MembershipFactory(person=user, organisation=council, role=role)
    EvidenceItemFactory(council=council, approved=True, title="Provider failure plan")
    assert make_demo_self_assessment(council=council, as_of=AS_OF) == 2
    return council


def test_a_finished_version_and_a_draft_that_waits_for_signatures(made):
    now, before = SelfAssessment.objects.filter(council=made)
    assert (before.is_finished, now.is_finished, now.previous) == (True, False, before)
    assert [each.text for each in content_of(now).blockers()] == [
        f"Not signed: {', '.join(filter(None, post))}" for post in POSTS[:2]
    ]
    document = document_of(now)
    assert document.standing.points == "5 of 8 points (62.5%)"
    assert [target.text for target in document.library] == ["Provider failure plan"]
    assert "{" not in str(document)
    beside = {each.code: each.difference for each in side_by_side(made)}
    # A finished version goes before the draft, in which the score is another.
    assert beside["QS7"] == "The same"
    assert beside["QS6"] == "We scored ourselves one point higher than CQC"
    assert beside["QS1"] == "We have not scored ourselves"
    assert make_demo_self_assessment(council=made, as_of=AS_OF) == 0


def test_groups_disagree_and_voices_are_missing(made):
    found = found_in(ChecklistRound.objects.get(title="Summer checklists"))
    assert found.people == 30
    assert [group.label for group in found.protection.hidden] == [PARTNERS]
    assert found.missing == [
        "Partners: 2 of 3 asked have answered",
        "Elected members: nobody has been asked",
    ]
    assert sum(line.line.gap == 1 for line in found.lines) >= 3
    done = EvidenceTask.objects.filter(done_on__isnull=False)
    assert (EvidenceTask.objects.count(), done.count()) == (len(TASKS), 1)


def test_every_line_of_the_pattern_is_of_the_framework(db):
    held = set(cqc().entries.filter(kind="checklist_item").values_list("code", flat=True))
    assert {*LINES, *(code for code, _ in WORDS), *(task[0] for task in TASKS)} <= held
