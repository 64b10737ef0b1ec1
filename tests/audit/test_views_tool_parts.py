"""Trying a version out, and changing sections, scales and the order of a draft on screen."""

import pytest
from django.urls import reverse

from audit.models import ToolVersion
from audit.rules.documents import documents_of
from audit.rules.tools import document_faults
from audit.services import tools
from core.roles import Role
from tests.audit.documents import document_of, question, section, six
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client, council):
    person = MembershipFactory(organisation=council, role=Role.QA_LEAD).person
    client.force_login(person)
    return person


@pytest.fixture
def draft(lead, council):
    document = document_of(
        section(
            "S",
            question("A", alert={"when": ["no"], "text": "Nobody looked", "to": ["lead"]}),
            question("B", show_if={"q": "A", "eq": "no"}),
        ),
        section("T", question("C", show_if={"fact": "enquiry.concluded", "eq": True})),
    )
    return tools.load_tool(by=lead, council=council, document=document, publish=False)[0]


def post(client, name, version, data, **keys):
    url = reverse(f"audit:{name}", kwargs={"pk": version.pk, **keys})
    page = client.post(url, {"revision": version.revision, **data}, follow=True)
    assert page.status_code == 200
    return page


def content(version):
    return ToolVersion.objects.get(pk=version.pk).content


def tried(client, version, **data):
    url = reverse("audit:version-try", args=[version.pk])
    return client.post(url, data).content.decode()


def test_questions_come_and_go_with_the_answers(client, draft):
    page = tried(client, draft)
    assert 'name="q-A"' in page
    assert 'name="q-B"' not in page
    assert "Still to answer: A" in page
    page = tried(client, draft, **{"q-A": "no"})
    assert 'name="q-B"' in page
    assert "Nobody looked" in page
    page = tried(client, draft, **{"q-A": "no", "q-B": "yes"})
    assert "50.0%, Fair" in page
    page = tried(client, draft, **{"q-A": "yes", "q-B": "no", "fact-enquiry.concluded": "yes"})
    assert 'name="q-B"' not in page
    assert 'name="q-C"' in page
    assert ToolVersion.objects.get().revision == draft.revision


def test_all_six_tools_can_be_tried(client, lead, council):
    for document in documents_of(six()):
        version, _ = tools.load_tool(by=lead, council=council, document=document, publish=False)
        page = client.get(reverse("audit:version-try", args=[version.pk]))
        assert page.status_code == 200
        assert b"Show what is asked now" in page.content


def test_a_draft_with_faults_says_them_and_is_not_tried(client, draft):
    broken = document_of(section("S", question("A", weight=0)))
    tools.change_draft(by=client_user(draft), version=draft, document=broken, revision=1)
    assert document_faults(content(draft))
    assert "Put these right first" in tried(client, draft)


def client_user(version):
    return version.created_by


def test_a_question_is_moved_after_another_or_to_another_section(client, draft):
    post(client, "question-move", draft, {"where": "T|C"}, code="A")
    codes = [[q["code"] for q in s["questions"]] for s in content(draft)["sections"]]
    assert codes == [["B"], ["C", "A"]]
    page = post(client, "question-move", draft, {"where": "T|"}, code="B")
    assert "Somebody else changed this draft" in page.content.decode()
    draft.refresh_from_db()
    post(client, "question-move", draft, {"where": "T|"}, code="B")
    codes = [[q["code"] for q in s["questions"]] for s in content(draft)["sections"]]
    assert codes == [[], ["B", "C", "A"]]


def test_sections_are_added_changed_and_removed(client, draft):
    data = {"code": "U", "title": "Last", "scored": "on", "weight": "2.5"}
    post(client, "section-add", draft, {**data, "asked_when": "${A} = 'yes'"})
    added = content(draft)["sections"][-1]
    assert (added["weight"], added["questions"]) == (2.5, [])
    assert added["show_if"] == {"q": "A", "eq": "yes"}
    draft.refresh_from_db()
    post(client, "section-change", draft, {"code": "V", "title": "Note"}, code="U")
    changed = content(draft)["sections"][-1]
    assert (changed["code"], changed["scored"]) == ("V", False)
    assert "show_if" not in changed
    draft.refresh_from_db()
    post(client, "section-remove", draft, {}, code="V")
    assert [s["code"] for s in content(draft)["sections"]] == ["S", "T"]
    draft.refresh_from_db()
    page = post(client, "section-add", draft, {"code": "W", "title": "X", "asked_when": "oops("})
    assert "cannot be read" in page.content.decode()


def test_a_scale_is_changed_line_by_line_and_says_which_line_is_wrong(client, draft):
    lines = "yes; Yes; 1\npartly; In part; 0.4\ngap; Cannot tell; 0; gap\nna; Does not apply; none"
    post(client, "scale-change", draft, {"label": "New", "options": lines}, key="ypn")
    scale = content(draft)["scales"]["ypn"]
    assert [(o["code"], o["score"]) for o in scale["options"]] == [
        ("yes", 1.0),
        ("partly", 0.4),
        ("gap", 0.0),
        ("na", None),
    ]
    assert scale["options"][2]["recording_gap"] is True
    draft.refresh_from_db()
    for wrong, words in (
        ("yes; Yes", "Line 1"),
        ("a; A; two", "is not a score"),
        ("a; A; 2", "0 to 1"),
    ):
        page = post(client, "scale-change", draft, {"label": "N", "options": wrong}, key="ypn")
        assert words in page.content.decode()
    assert content(draft)["scales"]["ypn"] == scale
