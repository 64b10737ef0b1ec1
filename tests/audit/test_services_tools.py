"""Tools are drafted, changed, published and retired; what is published stands."""

from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from audit.choices import VersionStatus, WordingChange
from audit.models import AuditTool, ToolVersion
from audit.services import tools
from core.errors import RuleViolationError
from core.models import ActivityEvent
from core.roles import Role
from tests.audit.documents import document_of, question, section
from tests.factories import MembershipFactory, OrganisationFactory


@pytest.fixture
def lead(db, council):
    return MembershipFactory(organisation=council, role=Role.QA_LEAD).person


@pytest.fixture
def council(db):
    return OrganisationFactory()


def small(**rest):
    return document_of(section("S", question("A"), question("B")), **rest)


def loaded(by, council, publish=True, **rest):
    document = rest.pop("document", None) or small(**rest)
    return tools.load_tool(by=by, council=council, document=document, publish=publish)[0]


def changed(version, change):
    document = deepcopy(version.content)
    change(document["sections"][0]["questions"])
    return document


def refused(code, call, **args):
    with pytest.raises(RuleViolationError) as refusal:
        call(**args)
    assert refusal.value.code == code


def test_load_stores_publishes_and_logs(lead, council):
    version = loaded(lead, council)
    assert (version.status, version.questions.count()) == (VersionStatus.PUBLISHED, 2)
    verbs = list(ActivityEvent.objects.values_list("verb", flat=True))
    assert verbs == ["audit_tool_added", "tool_version_loaded", "tool_version_published"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR, Role.SAFEGUARDING_MANAGER])
def test_only_the_lead_keeps_tools(council, lead, role):
    other = MembershipFactory(organisation=council, role=role).person
    with pytest.raises(PermissionDenied):
        loaded(other, council)
    version = loaded(lead, council)
    for call in (
        lambda: tools.draft_tool(by=other, council=council, version=version),
        lambda: tools.publish_tool(by=other, version=version),
        lambda: tools.retire_tool(by=other, version=version, reason="x"),
        lambda: tools.discard_draft(by=other, version=version),
        lambda: tools.change_draft(by=other, version=version, document={}, revision=1),
    ):
        with pytest.raises(PermissionDenied):
            call()


def test_nothing_is_kept_if_the_log_fails(lead, council, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr("core.activity.record", fail)
    with pytest.raises(RuntimeError):
        loaded(lead, council)
    assert not AuditTool.objects.exists()


def test_a_shared_tool_is_copied_to_be_changed_and_keeps_its_identities(lead, council):
    shared = loaded(None, None)
    draft = tools.draft_tool(by=lead, council=council, version=shared)
    assert (draft.tool.council, draft.tool.key, draft.number) == (council, "small", "2.0.0")
    assert list(draft.questions.values_list("identity")) == list(
        shared.questions.values_list("identity")
    )
    assert set(draft.questions.values_list("change", flat=True)) == {WordingChange.SAME}
    refused("draft_exists", tools.draft_tool, by=lead, council=council, version=shared)


def test_nobody_changes_what_is_shared_or_elsewhere(lead, council):
    shared, elsewhere = loaded(None, None), loaded(None, OrganisationFactory())
    refused("shared", tools.retire_tool, by=lead, version=shared, reason="x")
    refused("elsewhere", tools.draft_tool, by=lead, council=council, version=elsewhere)


def test_wording_breaks_a_trend_unless_it_only_clarifies(lead, council):
    draft = tools.draft_tool(by=lead, council=council, version=loaded(lead, council))

    def reword(questions):
        questions[0]["text"] = "Is A really there?"
        questions[1].update(code="C", replaces="B", guidance="Look twice")

    draft = tools.change_draft(by=lead, version=draft, document=changed(draft, reword), revision=1)
    rows = {q.code: (q.identity.key, q.change, q.replaces) for q in draft.questions.all()}
    assert rows == {
        "A": ("small:A", WordingChange.CHANGED, ""),
        "C": ("small:B", WordingChange.SAME, "B"),
    }

    def clarify(questions):
        reword(questions)
        questions[0]["clarified"] = True

    draft = tools.change_draft(by=lead, version=draft, document=changed(draft, clarify), revision=2)
    assert draft.questions.get(code="A").change == WordingChange.CLARIFIED


def test_two_editors_notice_each_other(lead, council):
    draft = loaded(lead, council, publish=False)
    tools.change_draft(by=lead, version=draft, document=small(title="New"), revision=1)
    refused(
        "changed_meanwhile",
        tools.change_draft,
        by=lead,
        version=draft,
        document=small(),
        revision=1,
    )


def test_a_draft_may_have_faults_but_is_not_published_with_them(lead, council):
    draft = loaded(lead, council, publish=False)

    def break_it(questions):
        questions[0]["weight"] = 0

    draft = tools.change_draft(
        by=lead, version=draft, document=changed(draft, break_it), revision=1
    )
    with pytest.raises(tools.ToolFaultsError, match="weight 0 is not above zero"):
        tools.publish_tool(by=lead, version=draft)


def test_what_is_published_stands(lead, council):
    version = loaded(lead, council)
    refused("frozen", tools.change_draft, by=lead, version=version, document=small(), revision=1)
    refused("frozen", tools.publish_tool, by=lead, version=version)
    refused("frozen", tools.discard_draft, by=lead, version=version)
    refused("frozen", loaded, by=lead, council=council, title="Another")


def test_content_altered_behind_the_program_is_not_used(lead, council):
    version = loaded(lead, council)
    ToolVersion.objects.filter(pk=version.pk).update(content=small(title="Altered"))
    version.refresh_from_db()
    refused("altered", tools.content_of, version=version)
    refused("altered", tools.draft_tool, by=lead, council=council, version=version)


def test_retire_needs_a_reason_and_a_published_version(lead, council):
    version = loaded(lead, council)
    with pytest.raises(ValidationError, match="Say why"):
        tools.retire_tool(by=lead, version=version, reason=" ")
    retired = tools.retire_tool(by=lead, version=version, reason="A newer one")
    assert (retired.status, retired.retired_by) == (VersionStatus.RETIRED, lead)
    refused("not_published", tools.retire_tool, by=lead, version=version, reason="x")


def test_discard_takes_the_draft_away(lead, council):
    draft = loaded(lead, council, publish=False)
    tools.discard_draft(by=lead, version=draft)
    assert not ToolVersion.objects.exists()
    assert ActivityEvent.objects.filter(verb="tool_draft_discarded").exists()
